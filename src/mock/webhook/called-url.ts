import { isJsonObject, type JsonValue } from '../../base/json.js';
import { valueAtPointer } from '../../base/json-pointer.js';
import { runtimeExpression } from '../../contract/openapi/runtime-expression.js';
import { headerValue } from '../../wire/http-message.js';
import type { WebhookCause } from './webhook-cause.js';

/**
 * The URL that a callback is called at: the text of the contract with its expressions filled in.
 *
 * @param text - `{$request.body#/callbackUrl}/paid`
 * @param cause - the exchange that the expressions speak of
 * @returns `undefined` when a value is not there, or what comes out is no URL of HTTP
 * @see https://spec.openapis.org/oas/v3.1.1.html#key-expression
 */
export function calledUrl(text: string, cause: WebhookCause): string | undefined {
  let isWhole = true;
  const filled = text.replaceAll(/\{(\$[^{}]*)\}/g, (_, expression: string) => {
    const value = valueOfExpression(expression, cause);
    if (value === undefined || typeof value === 'object') isWhole = false;
    return String(value);
  });
  const url = isWhole && URL.canParse(filled) ? new URL(filled) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url.href : undefined;
}

/**
 * Whether a URL that a request gave may be called: one of this machine, or of a host that the user allows. Whoever reaches the mock could else reach
 * through it what only the mock can reach.
 *
 * @param url - as {@link calledUrl} gives it
 * @param hosts - in lower case
 * @see https://owasp.org/www-community/attacks/Server_Side_Request_Forgery
 */
export function mayBeCalled(url: string, hosts: readonly string[]): boolean {
  const { hostname, host } = new URL(url);
  return /^(?:localhost|\[::1\]|127(?:\.\d{1,3}){3})$/.test(hostname) || hosts.includes(hostname) || hosts.includes(host);
}

function valueOfExpression(
  text: string,
  { request, requestBody, response, responseBody, pathValues }: WebhookCause,
): JsonValue | undefined {
  const expression = runtimeExpression(text);
  if (expression === undefined) return undefined;
  if (!('from' in expression)) return { url: request.target, method: request.method, statusCode: response.status }[expression.of];
  const { of, from, name } = expression;
  const isRequest = of === 'request';
  if (from === 'body') return valueIn(isRequest ? requestBody : responseBody, name);
  if (from === 'header') return headerValue(isRequest ? request.headers : response.headers, name);
  if (!isRequest) return undefined;
  if (from === 'query') return new URLSearchParams(request.target.split('?')[1] ?? '').get(name) ?? undefined;
  return pathValues.get(name);
}

function valueIn(body: JsonValue | undefined, pointer: string): JsonValue | undefined {
  if (pointer === '') return body;
  return isJsonObject(body) || Array.isArray(body) ? valueAtPointer(body, pointer) : undefined;
}
