import type { JsonValue } from '../base/json.js';
import type { RequestEffect } from './fault.js';
import { faultAnswer } from './fault-answer.js';
import type { RetryAfter } from './retry-after.js';
import { retryAfterHeaders } from './retry-after.js';

/** How a fault fails a request that the provider never hears of. */
export type Failure =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter: RetryAfter }
  | { readonly kind: 'end'; readonly how: 'rst' | 'fin' | 'silence' };

/** `reset` cuts the connection, `close` ends it in an orderly way, `silence` leaves it open for ever. */
export const FAILURE_WORDS = ['status', 'reset', 'close', 'silence'] as const;

/**
 * The failure of a word.
 *
 * @param word - one of {@link FAILURE_WORDS}; anything else is a status
 * @param answer - what the status is, and when to come again
 */
export function failureFrom(word: JsonValue | undefined, answer: { readonly status: number; readonly retryAfter: RetryAfter }): Failure {
  if (word === 'reset') return { kind: 'end', how: 'rst' };
  if (word === 'close') return { kind: 'end', how: 'fin' };
  if (word === 'silence') return { kind: 'end', how: 'silence' };
  return { kind: 'status', ...answer };
}

/**
 * What becomes of a request that fails.
 *
 * @param failure - how
 * @param nowMs - of the consumer's clock
 * @param knownMs - how long the fault itself would ask to be left alone
 */
export function effectOfFailure(failure: Failure, nowMs: number, knownMs = DEFAULT_RETRY_MS): RequestEffect {
  if (failure.kind === 'end') return failure;
  return { kind: 'answer', response: faultAnswer(failure.status, retryAfterHeaders(failure.retryAfter, knownMs, nowMs)) };
}

const DEFAULT_RETRY_MS = 1_000;
