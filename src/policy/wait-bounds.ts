import type { Backoff, Jitter, RetryPolicy } from './policy.js';

/** A wait that a policy allows: no shorter than `loMs`, no longer than `hiMs`, which may be `Infinity`. */
export interface WaitBounds {
  readonly loMs: number;
  readonly hiMs: number;
}

/**
 * The bounds of the wait before a retry, as the policy draws it.
 *
 * @param retry - its backoff and jitter
 * @param retryIndex - 1 for the wait before the second attempt
 * @param previousWaitMs - how long the wait before it was at most: only decorrelated backoff asks; `undefined` for the first, or unknown
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function waitBounds(
  retry: Pick<RetryPolicy, 'backoff' | 'jitter'>,
  retryIndex: number,
  previousWaitMs: number | undefined,
): WaitBounds {
  const { backoff, jitter } = retry;
  if (backoff.kind === 'decorrelated') {
    const longestBeforeMs = previousWaitMs ?? (retryIndex <= 1 ? backoff.baseMs : longestWaitMs(retry, retryIndex - 1));
    return jittered(decorrelatedBounds(backoff, longestBeforeMs), jitter);
  }
  const waitMs = backoffMs(backoff, retryIndex);
  return jittered({ loMs: waitMs, hiMs: waitMs }, jitter);
}

/** The wait m before jitter. */
function backoffMs(backoff: Exclude<Backoff, { kind: 'decorrelated' }>, retryIndex: number): number {
  switch (backoff.kind) {
    case 'none':
      return 0;
    case 'constant':
      return backoff.baseMs;
    case 'linear':
      return Math.min(backoff.capMs, backoff.baseMs * retryIndex);
    case 'exponential':
      // A first wait of nothing stays nothing, however large its factor has grown.
      return backoff.baseMs === 0 ? 0 : Math.min(backoff.capMs, backoff.baseMs * backoff.factor ** (retryIndex - 1));
  }
}

function longestWaitMs(retry: Pick<RetryPolicy, 'backoff' | 'jitter'>, retryIndex: number): number {
  return waitBounds(retry, Math.min(retryIndex, UNBOUNDED_INDEX), undefined).hiMs;
}

/** The first wait is drawn as if the one before it had been the base. */
function decorrelatedBounds({ baseMs, capMs }: { baseMs: number; capMs: number }, longestBeforeMs: number): WaitBounds {
  // Whoever waited less than the base, against the claim, still gets an upper bound that a right client can keep.
  return { loMs: Math.min(baseMs, capMs), hiMs: Math.min(capMs, 3 * Math.max(longestBeforeMs, baseMs)) };
}

function jittered({ loMs, hiMs }: WaitBounds, jitter: Jitter): WaitBounds {
  switch (jitter.kind) {
    case 'none':
      return { loMs, hiMs };
    case 'full':
      return { loMs: 0, hiMs };
    case 'equal':
      return { loMs: loMs / 2, hiMs };
    case 'proportional':
      return { loMs: loMs * (1 - jitter.ratio), hiMs: hiMs * (1 + jitter.ratio) };
    case 'additive':
      return { loMs, hiMs: hiMs + jitter.maxMs };
    case 'double':
      return { loMs, hiMs: hiMs * 2 };
  }
}

/** Three times more with each: after so many the cap alone decides. */
const UNBOUNDED_INDEX = 100;
