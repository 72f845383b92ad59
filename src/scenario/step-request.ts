import type { JsonValue } from '../base/json.js';
import { parseMediaType } from '../base/media-type.js';
import { withHeaders } from '../check/request/with-headers.js';
import type { MediaType, Operation } from '../contract/contract.js';
import { buildRequest } from '../wire/build-request.js';
import { concreteMediaType } from '../wire/concrete-media-type.js';
import type { HttpRequest } from '../wire/http-message.js';
import { isIgnoredHeader } from '../wire/ignored-header.js';
import { encodePercent } from '../wire/percent.js';
import { mediaTypeForContent } from '../wire/select-media-type.js';
import { serialiseBody } from '../wire/serialise-body.js';
import { textFromValue } from './arazzo/embedded-text.js';
import { evaluateValue } from './arazzo/evaluate-value.js';
import type { ExpressionContext } from './arazzo/expression-context.js';
import type { RequestBody } from './arazzo/request-body.js';
import type { Step, StepTarget } from './scenario.js';
import { filledPayload, isJsonText } from './step-payload.js';

/** The request of a step with the values it was made of, or why there is none. */
export type StepRequest =
  | { readonly kind: 'request'; readonly request: HttpRequest; readonly parameters: ReadonlyMap<string, JsonValue> }
  | { readonly kind: 'unsendable'; readonly reason: string };

/**
 * The request that a step sends: parameters by their styles, the body by its media type. Headers that the operation does not declare, and API
 * keys, go with it as they are.
 *
 * @param step - that calls an operation
 * @param target - its operation
 * @param context - what its expressions may speak of
 */
export async function buildStepRequest(
  step: Step,
  target: Extract<StepTarget, { readonly kind: 'operation' }>,
  context: ExpressionContext,
): Promise<StepRequest> {
  const operation = target.entry.read();
  const parameters = new Map<string, JsonValue>();
  for (const { name, in: where, value, pointer } of step.parameters) {
    const filled = await evaluateValue(value, context);
    if (filled !== undefined && where !== undefined) parameters.set(`${where}:${name}`, filled);
    else if (where === 'path') return { kind: 'unsendable', reason: `the path parameter "${name}" has no value (${pointer})` };
  }
  const content = await contentOf(step.requestBody, operation, context);
  if (content.kind === 'unsendable') return content;
  const built = buildRequest(operation, { parameters: declaredOnly(parameters, operation), basePath: target.basePath });
  const extra = undeclared(parameters, operation);
  const bare = withQuery(built, extra.query);
  const cookies = extra.cookies.length === 0 ? {} : { cookie: extra.cookies.join('; ') };
  const type = content.kind === 'none' ? {} : { 'content-type': content.contentType };
  const dressed = withHeaders(bare, { 'user-agent': 'mortise', ...type, ...cookies, ...extra.headers });
  return { kind: 'request', request: content.kind === 'none' ? dressed : { ...dressed, body: content.bytes }, parameters };
}

type Content =
  | { readonly kind: 'none' }
  | { readonly kind: 'bytes'; readonly contentType: string; readonly bytes: Uint8Array }
  | { readonly kind: 'unsendable'; readonly reason: string };

async function contentOf(body: RequestBody | undefined, operation: Operation, context: ExpressionContext): Promise<Content> {
  if (body === undefined) return { kind: 'none' };
  const declared = mediaTypeOf(body.contentType, operation);
  const contentType = body.contentType ?? concreteMediaType(declared.name, undefined);
  const filled = await filledPayload(body, contentType, context);
  if (filled.kind === 'unsendable') return filled;
  const { payload } = filled;
  // A text that is meant as a whole body is that body already, whatever its type.
  if (typeof payload === 'string' && !isJsonText(contentType))
    return { kind: 'bytes', contentType, bytes: new TextEncoder().encode(payload) };
  const written = serialiseBody(declared, payload, contentType);
  if (written.kind === 'problem') return { kind: 'unsendable', reason: written.message };
  const bytes = typeof written.body === 'string' ? new TextEncoder().encode(written.body) : written.body;
  return { kind: 'bytes', contentType: written.contentType, bytes };
}

/** As the operation declares it; where it declares nothing, a type of no schema. */
function mediaTypeOf(contentType: string | undefined, operation: Operation): MediaType {
  const content = operation.requestBody?.content ?? [];
  const actual = contentType === undefined ? undefined : parseMediaType(contentType);
  const found = actual === undefined ? (contentType === undefined ? content[0] : undefined) : mediaTypeForContent(content, actual);
  const plain = { pointer: '', schema: undefined, itemSchema: undefined, examples: [], encoding: new Map() };
  return found ?? { name: contentType ?? 'application/json', ...plain };
}

function declaredOnly(parameters: ReadonlyMap<string, JsonValue>, operation: Operation): ReadonlyMap<string, JsonValue> {
  return new Map([...parameters].filter(([key]) => isDeclared(key, operation)));
}

/** A query string that is given as a text is written as it is. */
function isDeclared(key: string, operation: Operation): boolean {
  return operation.parameters.some(
    (parameter) => parameter.in !== 'querystring' && `${parameter.in}:${parameter.name}` === key && !isIgnoredHeader(parameter),
  );
}

interface Undeclared {
  readonly query: string;
  readonly cookies: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

function undeclared(parameters: ReadonlyMap<string, JsonValue>, operation: Operation): Undeclared {
  const query: string[] = [];
  const cookies: string[] = [];
  const headers: Record<string, string> = {};
  for (const [key, value] of parameters) {
    if (isDeclared(key, operation)) continue;
    const [, where, name = ''] = /^([a-z]+):(.*)$/s.exec(key) ?? [];
    const text = textFromValue(value);
    if (where === 'header') headers[name] = asciiField(text);
    else if (where === 'querystring') query.push(text.replace(/^\?/, ''));
    else if (where === 'query') query.push(`${encodePercent(name)}=${encodePercent(text)}`);
    else if (where === 'cookie') cookies.push(`${name}=${encodePercent(text)}`);
  }
  return { query: query.join('&'), cookies, headers };
}

function withQuery(request: HttpRequest, query: string): HttpRequest {
  return query === '' ? request : { ...request, target: `${request.target}${request.target.includes('?') ? '&' : '?'}${query}` };
}

/** No value may end a header early (RFC 9110 §5.5). */
function asciiField(text: string): string {
  return text.replaceAll(/[^\t\u0020-\u007e]+/g, encodePercent);
}
