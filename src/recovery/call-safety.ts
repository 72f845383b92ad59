import type { Exchange } from '../journal/exchange.js';
import type { RecoveryPolicy } from '../policy/policy.js';
import { headerValue } from '../wire/http-message.js';

/**
 * Whether doing it twice is the same as doing it once, by the method alone.
 *
 * @param method - as it stood on the wire
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2
 */
export function isIdempotent(method: string): boolean {
  return IDEMPOTENT.has(method);
}

/**
 * The headers that may carry a key which makes a call safe to repeat.
 *
 * @param policy - may name one of its own
 * @returns in lower case, that of the policy first
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header
 */
export function keyNamesOf({ idempotency }: Pick<RecoveryPolicy, 'idempotency'>): readonly string[] {
  return idempotency === undefined ? KEY_NAMES : [idempotency, ...KEY_NAMES];
}

/**
 * Whether all attempts carry one and the same key, in one header, or in the body as some providers have it.
 *
 * @param attempts - of one call, at least one
 * @param names - of headers, in lower case
 */
export function sharesKey(attempts: readonly Exchange[], names: readonly string[]): boolean {
  const keys = [...names.map((name) => (exchange: Exchange) => headerValue(exchange.request.headers, name)), keyInBody];
  return keys.some((keyOf) => {
    const [first, ...others] = attempts.map(keyOf);
    return first !== undefined && first !== '' && others.every((key) => key === first);
  });
}

/** `"idempotency_key": "…"` in a JSON body. */
function keyInBody({ request: { body } }: Exchange): string | undefined {
  if (body === undefined) return undefined;
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  return KEY_MEMBER.exec(text)?.[1];
}

const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);
const KEY_NAMES: readonly string[] = [
  'idempotency-key',
  'x-idempotency-key',
  'idempotence-key',
  'idempotency-token',
  'x-idempotency-token',
  'paypal-request-id',
  'repeatability-request-id',
];
const KEY_MEMBER = /"idempotency_?-?key"\s*:\s*"([^"\\]{1,200})"/i;
