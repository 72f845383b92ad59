import type { RecoveryPolicy } from './policy.js';

/**
 * How long an attempt is waited for: min(cap, first · factor^(n-1)) where the timeout grows.
 *
 * @param policy - of the consumer
 * @param attemptNumber - 1 for the first. Where attempts before it may have gone unseen, one with a higher number is given no less
 * @returns `undefined` when no timeout is claimed
 */
export function attemptTimeoutMs(
  { timeoutMs, timeoutGrowth }: Pick<RecoveryPolicy, 'timeoutMs' | 'timeoutGrowth'>,
  attemptNumber: number,
): number | undefined {
  if (timeoutMs === undefined || timeoutGrowth === undefined) return timeoutMs;
  // The first is given its time whatever the cap says: a cap below it is no claim that anybody could keep.
  return Math.max(timeoutMs, Math.min(timeoutGrowth.capMs, timeoutMs * timeoutGrowth.factor ** (attemptNumber - 1)));
}
