import type { Exchange } from '../journal/exchange.js';
import type { RetryCondition } from '../policy/policy.js';

/** How an attempt ended as the consumer saw it. */
export type AttemptEnd =
  /** A status came; the body as well, or the consumer did not want it. */
  | { readonly kind: 'status'; readonly status: number }
  /** Refused, reset, or cut off; `hasBegun`: after the answer's first byte. */
  | { readonly kind: 'network'; readonly hasBegun: boolean }
  /** The consumer gave up on an answer that never began. */
  | { readonly kind: 'timeout' }
  /** It is not over, or ended in a way that can be read in two ways. */
  | { readonly kind: 'unclear' };

/**
 * How an attempt ended as its consumer saw it.
 *
 * @param exchange - an attempt
 */
export function attemptEnd({ outcome, response }: Exchange): AttemptEnd {
  switch (outcome) {
    case 'answered':
      return response === undefined ? { kind: 'unclear' } : { kind: 'status', status: response.status };
    case 'refused':
    case 'reset':
      // Cut off after a bad status: some go by the status, others by the cut.
      if (response !== undefined && response.status >= 400) return { kind: 'unclear' };
      return { kind: 'network', hasBegun: response !== undefined };
    case 'aborted':
      if (response === undefined) return { kind: 'timeout' };
      // Who sees a bad status may well hang up. Who hangs up on a good one waited too long for its body, or could not read it.
      return response.status >= 400 ? { kind: 'status', status: response.status } : { kind: 'unclear' };
    case 'timedOut':
      return { kind: 'unclear' };
  }
}

/**
 * Whether it is a failure that some policy may retry: not an answer below 400, and not unclear.
 *
 * @param end - of an attempt
 */
export function isFailure(end: AttemptEnd): boolean {
  return end.kind === 'status' ? end.status >= 400 : end.kind !== 'unclear';
}

/**
 * Whether a policy tries again after such an end.
 *
 * @param end - of an attempt
 * @param on - what is tried again; `undefined` for any failure
 */
export function isRetryable(end: AttemptEnd, on: readonly RetryCondition[] | undefined): boolean {
  if (on === undefined) return isFailure(end);
  return on.some((condition) => {
    if (condition.kind !== 'status') return condition.kind === end.kind;
    return end.kind === 'status' && condition.first <= end.status && end.status <= condition.last;
  });
}

/**
 * The end in a word or two: `503`, `network`.
 *
 * @param end - of an attempt
 */
export function textFromEnd(end: AttemptEnd): string {
  return end.kind === 'status' ? String(end.status) : end.kind;
}
