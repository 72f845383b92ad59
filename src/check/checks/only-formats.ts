import { parseMediaType } from '../../base/media-type.js';
import type { JsonValue } from '../../base/json.js';
import type { Operation, Parameter } from '../../contract/contract.js';
import type { Schema } from '../../schema/schema.js';
import { isValid } from '../../schema/validate.js';
import { headerValue } from '../../wire/http-message.js';
import { judgeRequest } from '../../wire/judge-request.js';
import { mediaTypeForContent } from '../../wire/select-media-type.js';
import type { JudgedExchange } from '../exchange-check.js';

/**
 * Whether a request that breaks the contract would keep it if `format` were only a remark: a broken `anyOf` may mean nothing but that no
 * branch liked the form of a text.
 *
 * @param judged - with at least one problem of its request
 * @see JSON Schema Validation 2020-12 §7.2.1
 */
export function breaksOnlyFormats(judged: JudgedExchange): boolean {
  const { requestProblems } = judged;
  // Only what the schemas say can be due to a format, and path values are not read again here.
  if (requestProblems.some((problem) => problem.schema === undefined || problem.location[0] === 'path')) return false;
  const parts = partsOf(judged);
  return requestProblems.every(({ location }) => {
    const part = parts.get(location[0] === 'body' ? 'body' : `${location[0]}:${location[1]}`);
    return part !== undefined && isValid(part.schema, part.value, { direction: 'request', assertsFormat: false });
  });
}

interface Part {
  readonly schema: Schema;
  readonly value: JsonValue;
}

function partsOf({ operation, contract, exchange }: JudgedExchange): ReadonlyMap<string, Part> {
  const { request } = exchange;
  const bytes = typeof request.body === 'string' ? new TextEncoder().encode(request.body) : request.body;
  const { parameters, body } = judgeRequest({ operation, contract, request: { ...request, body: bytes }, pathValues: new Map() });
  const parts = new Map<string, Part>();
  for (const parameter of operation.parameters) {
    const value = parameters.get(`${parameter.in}:${parameter.name}`);
    const schema = schemaOfParameter(parameter);
    const location = parameter.in === 'querystring' ? 'query' : parameter.in;
    if (value !== undefined && schema !== undefined) parts.set(`${location}:${parameter.name}`, { schema, value });
  }
  const schema = schemaOfBody(operation, headerValue(request.headers, 'content-type'));
  if (body !== undefined && !(body instanceof Uint8Array) && schema !== undefined) parts.set('body', { schema, value: body });
  return parts;
}

function schemaOfParameter({ form }: Parameter): Schema | undefined {
  return form.kind === 'style' ? form.schema : form.mediaType.schema;
}

function schemaOfBody({ requestBody }: Operation, contentType: string | undefined): Schema | undefined {
  const parsed = contentType === undefined ? undefined : parseMediaType(contentType);
  return requestBody === undefined || parsed === undefined ? undefined : mediaTypeForContent(requestBody.content, parsed)?.schema;
}
