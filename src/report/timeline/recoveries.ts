import { endOfAttempt, hasFailed, hasSucceeded } from '../../recovery/attempt-outcome.js';
import { exchangesOfLink } from '../../recovery/link.js';
import type { OracleInput } from '../../recovery/oracle.js';
import { outagesOf } from '../../recovery/outages.js';
import type { Recovery } from './scenario-timeline.js';
import type { TimelineClock } from './timeline-clock.js';

/**
 * When faults went away that calls had failed by, and when the first call succeeded after that.
 *
 * @param input - of the oracles
 * @param clock - of the picture
 * @returns in order
 */
export function recoveriesOf(input: OracleInput, clock: TimelineClock): readonly Recovery[] {
  const attempts = exchangesOfLink(input.journal, input);
  const outages = outagesOf(input.journal, input.provider);
  return outages.slice(0, MAX_OUTAGE_COUNT).flatMap(({ fromMs, toMs }, index) => {
    const hasFailedMeanwhile = attempts.some(
      (attempt) => hasFailed(attempt) && fromMs <= endOfAttempt(attempt) && attempt.receivedFirstAtMs <= (toMs ?? Number.POSITIVE_INFINITY),
    );
    if (toMs === undefined || !hasFailedMeanwhile) return [];
    const nextMs = outages[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
    const success = attempts.find((attempt) => hasSucceeded(attempt) && endOfAttempt(attempt) >= toMs && endOfAttempt(attempt) <= nextMs);
    const recovered = success === undefined ? {} : { recoveredAtMs: clock.at(Math.max(toMs, success.receivedFirstAtMs)) };
    return [{ fromMs: clock.at(fromMs), restoredAtMs: clock.at(toMs), ...recovered }];
  });
}

const MAX_OUTAGE_COUNT = 100;
