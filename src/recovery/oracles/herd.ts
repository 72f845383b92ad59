import { fleetRounds, LEAST_FLEET_COUNT, largestCluster } from '../fleet-rounds.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import type { Oracle } from '../oracle.js';
import { msText } from '../ruling.js';

/**
 * Consumers that failed do not come back all at once: of their retries no window holds more than a share of the fleet. Exercised: at
 * least five members failed and tried again.
 */
export const herd: Oracle = {
  claim: 'herd',
  summary: 'Consumers that failed do not come back all at once.',
  source: 'https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/',
  judge: (input) => {
    const { herd } = input.expectations;
    if (herd === undefined) return [];
    const { windowMs, maxRatio } = herd;
    const about = { claim: 'herd', expected: `at most ${percentText(maxRatio)} of the fleet within ${msText(windowMs)}` } as const;
    if (input.calls.some(({ isCertain }) => !isCertain)) return [inconclusive(about, 'it is not certain which attempts are retries')];
    const { memberCount, rounds } = fleetRounds(input);
    const retries = rounds
      .flatMap((round) => round.retries)
      .sort((left, right) => left.exchange.receivedFirstAtMs - right.exchange.receivedFirstAtMs);
    if (memberCount < LEAST_FLEET_COUNT || retries.length === 0) {
      return [inconclusive(about, `${memberCount} members failed and ${retries.length} retries were seen: too few for a herd`)];
    }
    const { latenessMs } = input.noise;
    const seenCluster = largestCluster(retries, windowMs, 0);
    const seen = `${seenCluster.sureCount} of ${memberCount} within ${msText(windowMs)}`;
    if (seenCluster.sureCount <= maxRatio * memberCount)
      return [judgementOf({ kind: 'proved' }, { ...about, seen, witness: seenCluster.ids })];
    if (latenessMs === undefined)
      return [inconclusive({ ...about, seen }, 'without a canary a pause of the machine may have pushed them together')];
    const sure = largestCluster(retries, windowMs, latenessMs);
    if (sure.sureCount > maxRatio * memberCount) return [refuted({ ...about, seen, witness: sure.ids })];
    return [inconclusive({ ...about, seen }, 'a pause of the machine may have pushed them together')];
  },
};

function percentText(ratio: number): string {
  return `${Math.round(ratio * 1_000) / 10} %`;
}
