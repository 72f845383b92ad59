import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { valueAtPointer } from '../../base/json-pointer.js';
import { messageLocation } from '../../contract/asyncapi/location.js';
import { runtimeExpression } from '../../contract/openapi/runtime-expression.js';
import type { Exchange } from '../../journal/exchange.js';
import { headerValue } from '../../wire/http-message.js';
import { parseJsonText } from '../../wire/parse-json.js';
import type { MessageValues } from './message-value.js';
import { textAtLocation } from './message-value.js';

/** What made a trigger go off. */
export type Cause =
  | {
      readonly kind: 'call';
      readonly exchange: Pick<Exchange, 'request' | 'response'>;
      /** The template of the operation's path. */
      readonly path: string;
    }
  | { readonly kind: 'event'; readonly values: MessageValues };

/**
 * A value with what its expressions mean: a text that is one becomes what it names, of a text with some in braces only they are replaced.
 *
 * @param value - `$response.body#/id`, `order {$message.payload#/id}`, or lists and objects of such
 * @param cause - that the expressions speak of
 * @returns `undefined` when the value is an expression that names nothing
 */
export function filledFrom(value: JsonValue, cause: Cause): JsonValue | undefined {
  if (typeof value === 'string') return filledText(value, cause);
  if (Array.isArray(value)) return value.map((item: JsonValue) => filledFrom(item, cause) ?? null);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const filled = item === undefined ? undefined : filledFrom(item, cause);
      return filled === undefined ? [] : [[name, filled]];
    }),
  );
}

function filledText(text: string, cause: Cause): JsonValue | undefined {
  if (isExpression(text)) return namedBy(text, cause);
  return text.replace(/\{(\$[^{}]+)\}/g, (whole, expression: string) => {
    if (!isExpression(expression)) return whole;
    const value = namedBy(expression, cause);
    return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  });
}

function isExpression(text: string): boolean {
  return text.startsWith('$') && (runtimeExpression(text) ?? messageLocation(text)) !== undefined;
}

function namedBy(text: string, cause: Cause): JsonValue | undefined {
  if (cause.kind === 'event') {
    const location = messageLocation(text);
    if (location === undefined) return undefined;
    if (location.of === 'header') return textAtLocation(cause.values, location);
    return cause.values.payload === undefined ? undefined : valueAtPointer(cause.values.payload, location.pointer);
  }
  const expression = runtimeExpression(text);
  const { request, response } = cause.exchange;
  if (expression === undefined) return undefined;
  if (!('from' in expression)) return WHOLE[expression.of](cause.exchange);
  const message = expression.of === 'request' ? request : response;
  if (message === undefined) return undefined;
  const { from, name } = expression;
  if (from === 'header') return headerValue(message.headers, name);
  if (from === 'body') return memberOfBody(message.body, name);
  return from === 'query'
    ? (new URLSearchParams(request.target.split('?')[1] ?? '').get(name) ?? undefined)
    : pathValue(request.target, cause.path, name);
}

function memberOfBody(body: Uint8Array | string | undefined, pointer: string): JsonValue | undefined {
  if (body === undefined) return undefined;
  const parsed = parseJsonText(typeof body === 'string' ? body : new TextDecoder().decode(body));
  return parsed.kind === 'value' ? valueAtPointer(parsed.value, pointer) : undefined;
}

const WHOLE = {
  url: ({ request }: CallCause['exchange']) => request.target,
  method: ({ request }: CallCause['exchange']) => request.method,
  statusCode: ({ response }: CallCause['exchange']) => response?.status,
} as const;

type CallCause = Extract<Cause, { readonly kind: 'call' }>;

/** Base paths stand before what the template says: both are read from their ends. */
function pathValue(target: string, template: string, name: string): string | undefined {
  const segments = (target.split('?')[0] ?? '').split('/').reverse();
  const index = template.split('/').reverse().indexOf(`{${name}}`);
  const segment = index === -1 ? undefined : segments[index];
  try {
    return segment === undefined ? undefined : decodeURIComponent(segment);
  } catch {
    // What is not percent-encoded rightly is a value as it stands.
    return segment;
  }
}
