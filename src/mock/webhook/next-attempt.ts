import type { Random } from '../../base/random.js';
import type { RetryCondition, RetryPolicy } from '../../policy/policy.js';
import { waitBounds } from '../../policy/wait-bounds.js';

/** How one attempt ended. */
export type AttemptEnd =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'network' }
  | { readonly kind: 'timeout' };

interface Attempt {
  /** 1 for the first. */
  readonly number: number;
  readonly end: AttemptEnd;
  /** The wait before it; `undefined` for the first. */
  readonly waitedMs: number | undefined;
}

/**
 * How long to wait before the next attempt; `undefined` when there is none: this one was taken, the policy does not try it again, or it is at its end.
 *
 * @param retry - where it names no failures: those of the server, too many requests, a broken connection, and silence
 * @param attempt - that is over
 * @param random - what jitter is drawn from
 */
export function nextAttemptMs(retry: RetryPolicy | undefined, { number, end, waitedMs }: Attempt, random: Random): number | undefined {
  if (retry === undefined) return undefined;
  if (number >= (Number.isFinite(retry.attemptCount) ? Math.min(retry.attemptCount, MAX_ATTEMPT_COUNT) : DEFAULT_ATTEMPT_COUNT))
    return undefined;
  if (!(retry.on ?? DEFAULT_CONDITIONS).some((condition) => isMet(condition, end))) return undefined;
  const { loMs, hiMs } = waitBounds(retry, number, waitedMs);
  return Number.isFinite(hiMs) ? loMs + random.next() * (hiMs - loMs) : Math.max(loMs, DEFAULT_WAIT_MS);
}

function isMet(condition: RetryCondition, end: AttemptEnd): boolean {
  if (condition.kind !== 'status') return end.kind === condition.kind;
  return end.kind === 'answered' && end.status >= condition.first && end.status <= condition.last;
}

const DEFAULT_CONDITIONS: readonly RetryCondition[] = [
  { kind: 'status', first: 500, last: 599 },
  { kind: 'status', first: 429, last: 429 },
  { kind: 'network' },
  { kind: 'timeout' },
];
/** Where the policy names no number. */
const DEFAULT_ATTEMPT_COUNT = 5;
/** Where the policy names no backoff, any wait is allowed. */
const DEFAULT_WAIT_MS = 1_000;
/** A receiver that is never well is given up in the end. */
const MAX_ATTEMPT_COUNT = 100;
