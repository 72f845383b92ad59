import { statusExperiment, transportExperiment } from '../recovery/probe/battery.js';
import { ENDLESS_COUNT } from '../recovery/probe/infer-call.js';
import { LOOK_COUNT } from './probe-looks.js';
import type { Session } from './probe-state.js';

/** Runs the client so many times under the lasting failure; `slower` divides the scale. */
export type LastingRounds = (count: number, slower: number) => Promise<void>;

/**
 * What runs the client to its end under a failure that lasts.
 *
 * @param session - whose pace is known
 * @param failure - that it tries again
 */
export function lastingRounds(session: Session, failure: number | 'reset'): LastingRounds {
  const { book, pace } = session;
  const patienceMs = Math.max(LASTING_PATIENCE_MS, 4 * pace.mostWaitMs);
  const scale = session.scaleFor(pace.usualCallMs, LASTING_MACHINE_MS);
  const watching = { scale, patienceMs, enoughAttemptCount: pace.isEndless ? LOOK_COUNT : ENDLESS_COUNT };
  const one = failure === 'reset' ? transportExperiment(failure, watching) : statusExperiment(failure, watching);
  const experiment = { ...one, name: `lasting ${failure}` };
  const long = { ...experiment, scale: session.mostScale, enoughAttemptCount: ENDLESS_COUNT };
  let isLongOpen = pace.isEndless;
  return (count, slower) => {
    const slowed = { ...experiment, scale: session.isScaleFixed ? scale : Math.max(1, Math.floor(scale / slower)) };
    const experiments = [...(isLongOpen ? [long] : []), ...Array.from({ length: count }, () => slowed)];
    isLongOpen = false;
    return book.run(experiments.map((each) => ({ experiment: each, as: 'lasting' })));
  };
}

/**
 * Goes on until the law of the waits is clear, or the probe has gone on for long: on a machine that busy more runs hardly help.
 *
 * @param session - with a first round in its book
 * @param runLasting - of the same failure
 */
export async function measureLasting(session: Session, runLasting: LastingRounds): Promise<void> {
  for (const [count, slower] of MORE_ROUNDS) {
    if (session.isTimeUp() || session.isLong() || session.waits()?.isOpen !== true) return;
    // On a busy machine more runs do not help as much as slower ones, in which lateness is less of a wait.
    await runLasting(count, session.lateness().meanMs > QUIET_LATE_MS ? slower : 1);
  }
}

/** As many as waits that are the same every time need. */
export const FIRST_ROUND_COUNT = 8;
/** A canary is about so late on a machine that does nothing else. */
export const QUIET_LATE_MS = 4;

const LASTING_PATIENCE_MS = 30_000;
/** What one run is to take on the machine, about. */
const LASTING_MACHINE_MS = 1_600;
const MORE_ROUNDS: readonly (readonly [count: number, slower: number])[] = [
  [8, 2],
  [8, 4],
];
