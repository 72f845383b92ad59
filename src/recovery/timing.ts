import type { Exchange } from '../journal/exchange.js';

/**
 * How long a consumer waited between two attempts, at most: from the moment before it could see the first fail to the second's first byte. Load
 * only makes it larger, so that a wait that is too short by this bound was too short.
 *
 * @param before - the attempt that failed
 * @param after - the next one of the same call
 * @returns `Infinity` when the consumer itself gave up on the first: when it did so nobody but itself knows; negative when the second began before
 */
export function waitAtMostMs(before: Exchange, after: Exchange): number {
  const shownAtMs = failureShownAtMs(before);
  return shownAtMs === undefined ? Number.POSITIVE_INFINITY : after.receivedFirstAtMs - shownAtMs;
}

/**
 * How long a consumer waited between two attempts, at least.
 *
 * @param before - the attempt that failed
 * @param after - the next one of the same call
 * @param latenessMs - δ, how late the machine was at worst
 * @returns `-Infinity` when the first attempt never ended
 */
export function waitAtLeastMs(before: Exchange, after: Exchange, latenessMs: number): number {
  const { respondedLastAtMs } = before;
  return respondedLastAtMs === undefined ? Number.NEGATIVE_INFINITY : after.receivedFirstAtMs - respondedLastAtMs - latenessMs;
}

/**
 * The last moment at which a consumer cannot know yet that an attempt failed: before the first byte of the answer; of a cut without an answer
 * when the request had come, since the cut itself may be stamped after the consumer saw it.
 *
 * @param exchange - an attempt
 * @returns `undefined` when nothing was shown to the consumer
 */
export function failureShownAtMs({ respondedFirstAtMs, receivedLastAtMs, outcome }: Exchange): number | undefined {
  if (respondedFirstAtMs !== undefined) return respondedFirstAtMs;
  return outcome === 'reset' || outcome === 'refused' ? receivedLastAtMs : undefined;
}
