import { headerValue } from '../wire/http-message.js';
import type { RecoveryPolicy, RetryPolicy } from '../policy/policy.js';
import { waitBounds } from '../policy/wait-bounds.js';
import { isRetryable } from './attempt-end.js';
import type { Gap } from './gaps.js';
import { gapsOf } from './gaps.js';
import type { OracleInput } from './oracle.js';

/** One wait, and the range that it was drawn from if the consumer keeps its policy. */
export interface WaitSample {
  readonly gap: Gap;
  readonly loMs: number;
  readonly rangeMs: number;
  /** Whether the backoff has reached its cap. */
  readonly isAtCap: boolean;
}

/**
 * The waits that tell of a consumer's chance: retries of failures that it saw, drawn from a range that the wire can resolve, and not two at the
 * same time, since a machine that stands still makes those alike.
 *
 * @param input - of an oracle
 * @param retry - of its policy
 */
export function waitSamples(input: OracleInput, retry: RetryPolicy): readonly WaitSample[] {
  const gaps = [...gapsOf(input).values()].flat().filter((gap) => tellsOfChance(gap, retry));
  gaps.sort((left, right) => left.after.receivedFirstAtMs - right.after.receivedFirstAtMs);
  let freeFromMs = Number.NEGATIVE_INFINITY;
  return gaps.flatMap((gap) => {
    const { loMs, hiMs } = waitBounds(retry, gap.retryIndex, undefined);
    const rangeMs = hiMs - loMs;
    const beganAtMs = gap.after.receivedFirstAtMs - gap.atMostMs;
    const isResolved = Number.isFinite(rangeMs) && rangeMs >= LEAST_RESOLUTION * input.noise.epsilonMs && rangeMs > 0;
    if (!isResolved || beganAtMs < freeFromMs) return [];
    freeFromMs = gap.after.receivedFirstAtMs;
    return [{ gap, loMs, rangeMs, isAtCap: isAtCap(retry, gap.retryIndex) }];
  });
}

/**
 * Whether a call may be held up by what other calls do: then no wait is too long.
 *
 * @param policy - of the consumer
 */
export function mayBeHeldUp({ budget, breaker, bulkhead, queue, rateLimit }: RecoveryPolicy): boolean {
  return [budget, breaker, bulkhead, queue, rateLimit].some((claim) => claim !== undefined);
}

function tellsOfChance({ call, before, end, atMostMs, retryIndex, mayHideAttempts }: Gap, { on, backoff }: RetryPolicy): boolean {
  // Of decorrelated waits only the first has a range that does not hang on how long another one really was.
  if (backoff.kind === 'decorrelated' && retryIndex > 1) return false;
  const isAsked = before.response !== undefined && headerValue(before.response.headers, 'retry-after') !== undefined;
  return call.isCertain && !mayHideAttempts && Number.isFinite(atMostMs) && isRetryable(end, on) && !isAsked;
}

function isAtCap({ backoff }: RetryPolicy, retryIndex: number): boolean {
  if (backoff.kind !== 'linear' && backoff.kind !== 'exponential') return false;
  const uncapped = { backoff: { ...backoff, capMs: Number.POSITIVE_INFINITY }, jitter: { kind: 'none' } } as const;
  return waitBounds(uncapped, retryIndex, undefined).hiMs > backoff.capMs;
}

const LEAST_RESOLUTION = 10;
