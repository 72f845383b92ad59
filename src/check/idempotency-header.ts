import type { Parameter } from '../contract/contract.js';

/**
 * Whether a parameter names a request once and for all, so that the provider answers a second one of the same name like the first, or refuses it
 * when it says something else.
 *
 * @param parameter - of an operation
 * @param named - the header that the pair says is one; `undefined` when it says nothing
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header
 */
export function isIdempotencyHeader({ in: location, name }: Pick<Parameter, 'in' | 'name'>, named: string | undefined): boolean {
  return location === 'header' && (NAMES.has(name.toLowerCase()) || named?.toLowerCase() === name.toLowerCase());
}

/** That of the draft, and what providers called it before there was one. A request id is one for some; for the others a new one does no harm. */
const NAMES: ReadonlySet<string> = new Set([
  'idempotency-key',
  'x-idempotency-key',
  'idempotence-key',
  'idempotency-token',
  'x-idempotency-token',
  'paypal-request-id',
  'repeatability-request-id',
  'x-request-id',
  'request-id',
]);
