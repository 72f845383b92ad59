import type { RecoveryPolicy } from '../../policy/policy.js';
import { attemptEnd, isRetryable } from '../attempt-end.js';
import { endOfAttempt } from '../attempt-outcome.js';
import { countedAttempts } from '../counted-attempts.js';
import type { HiddenAttempts } from '../hidden-attempts.js';
import { hiddenAttempts } from '../hidden-attempts.js';
import { endOfJournal } from '../journal-end.js';
import type { LogicalCall, Oracle, OracleInput } from '../oracle.js';
import { waitBounds } from '../../policy/wait-bounds.js';
import type { Ruling } from '../ruling.js';
import { asFarAsGrouped, sumUp } from '../ruling.js';

/**
 * At most k attempts a call. Put to the test, and so proved, when the failure outlived the k attempts of a call and then the consumer answered,
 * or was silent for three times its longest wait.
 */
export const attempts: Oracle = {
  claim: 'attempts',
  summary: 'A call has no more attempts than the policy allows, the first included.',
  source: 'https://sre.google/sre-book/handling-overload/#deciding-to-retry',
  judge: (input) => {
    const limit = attemptLimit(input);
    if (limit === undefined) return [];
    const endMs = endOfJournal(input.journal);
    const hidden = hiddenAttempts(input);
    const rulings = input.calls.flatMap((call) => asFarAsGrouped(call, [ruling(call, { input, limit, endMs, hidden })]));
    return [sumUp('attempts', `at most ${limit} ${limit === 1 ? 'attempt' : 'attempts'} a call`, rulings)];
  },
};

/** The smaller of what the policy and the expectations allow; what hedges add is allowed beside the retries. */
function attemptLimit({ policy, expectations }: OracleInput): number | undefined {
  const claimed = claimedAttempts(policy);
  const limits = [claimed, expectations.attemptsAtMost].filter((limit) => limit !== undefined && Number.isFinite(limit));
  return limits.length === 0 ? undefined : Math.min(...limits.map(Number));
}

function claimedAttempts({ retry, hedge }: RecoveryPolicy): number | undefined {
  if (retry === undefined) return undefined;
  return retry.attemptCount * (hedge?.attemptCount ?? 1);
}

interface Judging {
  readonly input: OracleInput;
  readonly limit: number;
  readonly endMs: number;
  readonly hidden: HiddenAttempts;
}

function ruling(call: LogicalCall, { input, limit, endMs, hidden }: Judging): Ruling {
  const counted = countedAttempts(call);
  const seen = `${counted.length} ${counted.length === 1 ? 'attempt' : 'attempts'}`;
  const witness = counted.map(({ id }) => id);
  if (counted.length > limit) {
    return { kind: 'broken', expected: `at most ${limit}`, seen, witness: witness.slice(0, limit + 1) };
  }
  const last = counted.at(-1);
  const isFailing = last !== undefined && isRetryable(attemptEnd(last), input.policy.retry?.on);
  if (counted.length === 1 && !isFailing && limit > 1) return { kind: 'unclear', reason: 'no attempt failed in a way that is retried' };
  const isWhole = !hidden.mayBeBefore(call, call.attempts.length - 1) && !hidden.mayBeBefore(call, undefined);
  const isShown = isWhole && counted.length === limit && isFailing && hasEnded(call, input, endMs);
  return { kind: 'kept', isShown, seen, witness };
}

/** Answered after the last attempt, or silent for so long that no further attempt was coming. */
function hasEnded({ ask, attempts: all }: LogicalCall, { policy }: OracleInput, endMs: number): boolean {
  const last = all.at(-1);
  if (last === undefined) return false;
  const lastMs = endOfAttempt(last);
  if (ask?.answeredAtMs !== undefined) return ask.answeredAtMs >= lastMs;
  const waits = all.slice(1).map((after, index) => after.receivedFirstAtMs - endOfAttempt(all[index] ?? after));
  const claimedMs = policy.retry === undefined ? 0 : waitBounds(policy.retry, all.length, waits.at(-1)).hiMs;
  return endMs - lastMs >= 3 * Math.max(claimedMs, LEAST_SILENCE_MS, ...waits.slice(-MAX_WAITS));
}

const LEAST_SILENCE_MS = 1_000;
/** Waits grow: the last ones are the longest. */
const MAX_WAITS = 100;
