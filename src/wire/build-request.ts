import type { JsonValue } from '../base/json.js';
import type { MediaType, Operation, Parameter } from '../contract/contract.js';
import type { HttpRequest } from './http-message.js';
import { isIgnoredHeader } from './ignored-header.js';
import { encodePercent } from './percent.js';
import { serialiseBody } from './serialise-body.js';
import { serialiseParameter } from './serialise-parameter.js';

/** The values a request is made of. */
export interface RequestValues {
  /** By location and name: `path:id`, `query:limit`. Those of no declared parameter, and of headers that OpenAPI ignores, are passed over. */
  readonly parameters: ReadonlyMap<string, JsonValue>;
  readonly body?: { readonly mediaType: MediaType; readonly value: JsonValue };
  /** `''` or a prefix without a trailing slash. */
  readonly basePath: string;
}

/**
 * The request that carries some values to an operation. Credentials, `Host` and `Content-Length` are the sender's matter.
 *
 * @param operation - its parameters' styles decide how values are written
 * @param values - need not be valid: a tester sends wrong ones on purpose
 * @returns without a body when the media type has no form for the value
 */
export function buildRequest(operation: Operation, values: RequestValues): HttpRequest {
  const written = operation.parameters.flatMap((parameter) => writtenParameter(parameter, values));
  const headers: string[] = [];
  for (const { parameter, text } of written) if (parameter.in === 'header') headers.push(parameter.name, inFieldValue(text));
  const cookies = textsIn(written, 'cookie');
  if (cookies.length > 0) headers.push('cookie', inFieldValue(cookies.join('; ')));
  const content = values.body === undefined ? undefined : serialiseBody(values.body.mediaType, values.body.value);
  if (content?.kind === 'content') headers.push('content-type', content.contentType);
  const body = content?.kind === 'content' ? bytesOf(content.body) : undefined;
  return { method: operation.method, target: targetFromParts(operation, values.basePath, written), headers, body };
}

interface WrittenParameter {
  readonly parameter: Parameter;
  readonly text: string;
}

/** An optional parameter that is `null` is left out: no style has a form for it. */
function writtenParameter(parameter: Parameter, values: RequestValues): readonly WrittenParameter[] {
  if (isIgnoredHeader(parameter)) return [];
  const value = values.parameters.get(`${parameter.in}:${parameter.name}`);
  if (value === undefined || (value === null && !parameter.required)) return [];
  return [{ parameter, text: serialiseParameter(parameter, value) }];
}

function textsIn(written: readonly WrittenParameter[], location: Parameter['in']): readonly string[] {
  return written.filter(({ parameter, text }) => parameter.in === location && text !== '').map(({ text }) => text);
}

function targetFromParts(operation: Operation, basePath: string, written: readonly WrittenParameter[]): string {
  const texts = new Map(written.filter(({ parameter }) => parameter.in === 'path').map(({ parameter, text }) => [parameter.name, text]));
  // Some contracts tell operations apart by a fragment or a fixed query in the path.
  const [template = ''] = operation.path.split('#');
  const path = template.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => texts.get(name) ?? encodePercent(whole));
  const query = [...textsIn(written, 'query'), ...textsIn(written, 'querystring')].join('&');
  const target = `${basePath}${path.startsWith('/') ? '' : '/'}${path}`;
  return query === '' ? target : `${target}${target.includes('?') ? '&' : '?'}${query}`;
}

/** A field value holds visible ASCII, spaces and tabs (RFC 9110 §5.5); the rest is percent-encoded, so that no value can end a header early. */
function inFieldValue(text: string): string {
  return text.replaceAll(/[^\t\u0020-\u007e]+/g, encodePercent);
}

function bytesOf(body: Uint8Array | string): Uint8Array {
  return typeof body === 'string' ? new TextEncoder().encode(body) : body;
}
