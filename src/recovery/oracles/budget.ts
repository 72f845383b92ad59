import { hasFailed } from '../attempt-outcome.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import type { Oracle, OracleInput } from '../oracle.js';
import { msText } from '../ruling.js';

/**
 * In every window of time the retries are at most a share of the calls, and so many beside. A retry counts in a window only when it was
 * decided within it for certain: after the failure was shown, before it arrived. Calls count when they may have been made within it.
 * Exercised: something failed.
 */
export const budget: Oracle = {
  claim: 'budget',
  summary: 'In a sliding window retries are at most a share of the calls, and so many beside.',
  source: 'https://sre.google/sre-book/handling-overload/ (deciding to retry)',
  judge: (input) => {
    const { budget } = input.policy;
    if (budget === undefined) return [];
    const { ratio, floorCount, windowMs } = budget;
    const about = {
      claim: 'budget',
      expected: `at most ${ratio} retries for each call and ${floorCount} beside, in ${msText(windowMs)}`,
    } as const;
    const retries = retriesOf(input);
    if (!input.calls.some((call) => call.attempts.some(hasFailed)))
      return [inconclusive(about, 'nothing failed, so nothing had to be retried')];
    if (input.calls.some((call) => !call.isCertain)) return [inconclusive(about, 'it is not certain which attempts are retries')];
    const worst = fullestWindow(input, retries, windowMs);
    if (worst === undefined) return [judgementOf({ kind: 'consistent', caseCount: input.calls.length }, { ...about, seen: 'no retries' })];
    const seen = `${worst.retries.length} retries beside ${worst.callCount} calls in ${msText(windowMs)}`;
    if (worst.excess > TOLERANCE) return [refuted({ ...about, seen, witness: worst.retries.map(({ id }) => id) })];
    return [judgementOf({ kind: 'consistent', caseCount: retries.length }, { ...about, seen: `at most ${seen}` })];
  },
};

interface Retry {
  readonly id: string;
  readonly earliestMs: number;
  readonly latestMs: number;
}

interface Window {
  readonly retries: readonly Retry[];
  readonly callCount: number;
  readonly excess: number;
}

function retriesOf({ calls, noise }: OracleInput): readonly Retry[] {
  return calls
    .flatMap(({ attempts }) =>
      attempts.slice(1).map((attempt, index) => {
        const before = attempts[index];
        const shownMs = before === undefined ? Number.NEGATIVE_INFINITY : (before.respondedFirstAtMs ?? before.receivedFirstAtMs);
        return { id: attempt.id, earliestMs: shownMs - noise.epsilonMs, latestMs: attempt.receivedFirstAtMs + noise.epsilonMs };
      }),
    )
    .sort((left, right) => left.earliestMs - right.earliestMs);
}

/** Every window that begins with a retry: no other can be fuller. */
function fullestWindow({ calls, policy, noise }: OracleInput, retries: readonly Retry[], windowMs: number): Window | undefined {
  const { ratio = 0, floorCount = 0 } = policy.budget ?? {};
  // A call may have been made before it arrived: as much as the machine was late, or a whole window when nobody knows.
  const slackMs = noise.latenessMs ?? windowMs;
  const startsMs = calls.map(({ attempts }) => attempts[0]?.receivedFirstAtMs ?? 0);
  let worst: Window | undefined;
  for (const [index, { earliestMs: fromMs }] of retries.entries()) {
    const within: Retry[] = [];
    for (let next = index; next < retries.length; next += 1) {
      const retry = retries[next];
      if (retry === undefined || retry.earliestMs > fromMs + windowMs) break;
      if (retry.latestMs <= fromMs + windowMs) within.push(retry);
    }
    const callCount = countBetween(startsMs, fromMs - noise.epsilonMs, fromMs + windowMs + slackMs);
    const excess = within.length - ratio * callCount - floorCount;
    if (within.length > 0 && (worst === undefined || excess > worst.excess)) worst = { retries: within, callCount, excess };
  }
  return worst;
}

function countBetween(sortedMs: readonly number[], fromMs: number, toMs: number): number {
  return firstAbove(sortedMs, toMs) - firstAbove(sortedMs, fromMs - Number.EPSILON);
}

function firstAbove(sortedMs: readonly number[], atMs: number): number {
  let low = 0;
  let high = sortedMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sortedMs[middle] ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A share of calls is rarely whole: budgets round either way, so less than one retry too many is none. */
const TOLERANCE = 1;
