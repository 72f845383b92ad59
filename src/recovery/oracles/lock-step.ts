import type { FleetRound } from '../fleet-rounds.js';
import { fleetRounds, LEAST_FLEET_COUNT, largestCluster } from '../fleet-rounds.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import type { Oracle, OracleInput } from '../oracle.js';
import { msText } from '../ruling.js';

/**
 * Consumers that failed at one instant do not stay together from retry to retry. In lock-step the same members arrive within one window
 * in two rounds that follow each other, although their waits should be drawn anew. Exercised: five members failed within one window.
 */
export const lockStep: Oracle = {
  claim: 'lock-step',
  summary: 'Consumers that failed at one instant do not retry in step with each other, round after round.',
  source: 'https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/',
  judge: (input) => {
    const { herd } = input.expectations;
    if (herd === undefined) return [];
    const { windowMs, maxRatio } = herd;
    const about = { claim: 'lock-step', expected: `retries that leave each other within ${msText(windowMs)}` } as const;
    if (input.calls.some(({ isCertain }) => !isCertain)) return [inconclusive(about, 'it is not certain which attempts are retries')];
    const { memberCount, rounds } = fleetRounds(input);
    if (memberCount < LEAST_FLEET_COUNT || rounds.length < 2) {
      return [inconclusive(about, `${memberCount} members failed, and tried again ${rounds.length} times at most: too few to tell`)];
    }
    const { latenessMs = 0 } = input.noise;
    const tight = longestRun(rounds.map((round) => isTogether(round, { windowMs, latenessMs, memberCount, maxRatio })));
    const seen = `${tight.length} rounds in which more than ${Math.round(maxRatio * 100)} % of ${memberCount} arrived within ${msText(windowMs)}`;
    const witness = tight.flatMap((index) => (rounds[index]?.retries ?? []).slice(0, SHOWN_COUNT).map(({ exchange }) => exchange.id));
    if (tight.length < 2) return [judgementOf({ kind: 'consistent', caseCount: memberCount }, { ...about, seen })];
    if (!isShortAgainstWaits(input, rounds))
      return [inconclusive({ ...about, seen, witness }, 'the waits are so short that any fleet would arrive together')];
    if (input.noise.latenessMs === undefined)
      return [inconclusive({ ...about, seen, witness }, 'without a canary a pause of the machine may have pushed them together')];
    return [refuted({ ...about, seen, witness })];
  },
};

interface Together {
  readonly windowMs: number;
  readonly latenessMs: number;
  readonly memberCount: number;
  readonly maxRatio: number;
}

function isTogether({ retries }: FleetRound, { windowMs, latenessMs, memberCount, maxRatio }: Together): boolean {
  return largestCluster(retries, windowMs, latenessMs).sureCount > Math.max(maxRatio * memberCount, memberCount / 2);
}

/** The indices of the longest run of rounds that were tight one after the other. */
function longestRun(areTight: readonly boolean[]): readonly number[] {
  let longest: readonly number[] = [];
  let run: readonly number[] = [];
  for (const [index, isTight] of areTight.entries()) {
    run = isTight ? [...run, index] : [];
    if (run.length > longest.length) longest = run;
  }
  return longest;
}

/** A window as long as the waits themselves holds every retry, however they are drawn. */
function isShortAgainstWaits({ expectations }: OracleInput, rounds: readonly FleetRound[]): boolean {
  const [first, second] = rounds;
  const firstMs = first?.retries[0]?.exchange.receivedFirstAtMs ?? 0;
  const secondMs = second?.retries[0]?.exchange.receivedFirstAtMs ?? 0;
  return secondMs - firstMs > 2 * (expectations.herd?.windowMs ?? 0);
}

const SHOWN_COUNT = 5;
