import type { Exchange } from '../journal/exchange.js';
import type { AttemptEnd } from './attempt-end.js';
import { attemptEnd } from './attempt-end.js';
import { createCausality } from './causality.js';
import { hiddenAttempts } from './hidden-attempts.js';
import { onceForInput } from './once-for-input.js';
import type { LogicalCall } from './oracle.js';
import { waitAtLeastMs, waitAtMostMs } from './timing.js';

/** What lies between two attempts of one call, the second because the first failed. */
export interface Gap {
  readonly call: LogicalCall;
  /** 1 before the second attempt. */
  readonly retryIndex: number;
  readonly before: Exchange;
  readonly after: Exchange;
  readonly end: AttemptEnd;
  /** Whether the consumer saw that end for sure, and had not given up before. */
  readonly isSeen: boolean;
  /** The wait was no longer; `Infinity` when nothing bounds it, as when the consumer may have given up before that. */
  readonly atMostMs: number;
  /** The wait was no shorter; `undefined` without a canary, and where an attempt may have gone unseen. */
  readonly atLeastMs: number | undefined;
  /** Whether attempts of the call may have gone unseen before: then this may be a later retry than its index says, and its wait one of several. */
  readonly mayHideAttempts: boolean;
  /** The first gap carries what a program does once, and a call may be all that its program makes: loading, compiling, connecting. */
  readonly isWarmUp: boolean;
}

/**
 * The gaps of every call, in order. Attempts that began while the one before was still unanswered are hedges, not retries, and leave none.
 *
 * @param input - of an oracle
 */
export const gapsOf = onceForInput((input): ReadonlyMap<LogicalCall, readonly Gap[]> => {
  const causality = createCausality(input);
  const hidden = hiddenAttempts(input);
  const { latenessMs } = input.noise;
  const gaps = input.calls.map((call) => {
    const own = call.attempts.slice(1).flatMap((after, index): Gap[] => {
      const before = call.attempts[index];
      if (before === undefined || isBeside(before, after)) return [];
      const mayHideAttempts = hidden.mayBeBefore(call, index + 1);
      const gap: Gap = {
        call,
        retryIndex: index + 1,
        before,
        after,
        end: attemptEnd(before),
        isSeen: causality.hasSeenEnd(call, index),
        isWarmUp: index === 0,
        mayHideAttempts,
        atMostMs: causality.wasWaiting(call, index) ? waitAtMostMs(before, after) : Number.POSITIVE_INFINITY,
        atLeastMs: latenessMs === undefined || mayHideAttempts ? undefined : waitAtLeastMs(before, after, latenessMs),
      };
      return [gap];
    });
    return [call, own] as const;
  });
  return new Map(gaps);
});

/**
 * Whether an attempt began before the consumer could see how the one before it ended.
 *
 * @param before - an attempt
 * @param after - the next one of the same call
 */
export function isBeside(before: Exchange, after: Exchange): boolean {
  const endedAtMs = before.respondedFirstAtMs ?? before.respondedLastAtMs;
  return endedAtMs === undefined || after.receivedFirstAtMs < endedAtMs;
}
