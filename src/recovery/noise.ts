import type { RunJournal } from '../journal/run-journal.js';
import type { Noise } from './oracle.js';

/**
 * What the wire of this run can tell of times. The lateness is twice the worst that the control client showed, and a little more unless
 * it showed none at all (simulated time): the consumer is another program at another moment, and to call it late wrongly is worse than
 * not to call it so.
 *
 * @param journal - of a run
 */
export function noiseOf({ canary, timeScale }: RunJournal): Noise {
  const epsilonMs = EPSILON_MS * timeScale;
  if (canary.length < LEAST_TICK_COUNT) return { epsilonMs, latenessMs: undefined };
  const worstMs = canary.reduce((worst, { setMs, observedMs }) => Math.max(worst, observedMs - setMs), 0);
  return { epsilonMs, latenessMs: worstMs === 0 ? 0 : 2 * worstMs + MARGIN_MS * timeScale };
}

const EPSILON_MS = 2;
const MARGIN_MS = 20;
const LEAST_TICK_COUNT = 3;
