import type { Watching } from '../recovery/probe/battery.js';
import { statusExperiment, transportExperiment } from '../recovery/probe/battery.js';
import type { TransportFailure } from '../recovery/probe/experiment.js';
import type { ObservedRun } from '../recovery/probe/observed-run.js';
import type { Pace } from '../recovery/probe/pace.js';
import { isRoomFor, paceOf } from '../recovery/probe/pace.js';
import type { Session } from './probe-state.js';
import type { RunBook } from './run-book.js';

/** When each look at a failure that may last for long is over. */
export type SilenceLooks = Readonly<Record<'timeout' | 'truncated' | 'reset-mid-body', Promise<void>>>;

/**
 * Looks at failures in which no whole answer comes. Begun first and awaited last: whoever has no timeout is watched for long.
 *
 * @param scale - the most there is
 */
export function lookAtSilence(book: RunBook, scale: number): SilenceLooks {
  const watching: Watching = { scale, patienceMs: scale === 1 ? UNCOMPRESSED_PATIENCE_MS : SILENCE_PATIENCE_MS, enoughAttemptCount: 2 };
  const look = (failure: TransportFailure): Promise<void> => {
    const over = book.run([{ experiment: transportExperiment(failure, watching), as: `look ${failure}` }]);
    // Told when it is asked for; until then nobody may find it unhandled.
    over.catch(() => undefined);
    return over;
  };
  return { timeout: look('timeout'), truncated: look('truncated'), 'reset-mid-body': look('reset-mid-body') };
}

/**
 * Looks at how the client paces itself under statuses that are tried again by most.
 *
 * @param scale - the most there is
 * @param silence - begun before; `scale` is its own
 */
export async function lookAtPace(
  book: RunBook,
  scale: number,
  silence: { readonly looks: SilenceLooks; readonly scale: number },
): Promise<Pace> {
  const watching: Watching = { scale, patienceMs: LOOK_PATIENCE_MS, enoughAttemptCount: LOOK_COUNT };
  const looks = LOOKED_STATUSES.map((status) => ({ experiment: statusExperiment(status, watching), as: 'look' }));
  await Promise.all([
    book.run(looks),
    // A timeout that is shorter than this, compressed, is seen by then; a longer one is no bound on the scale.
    Promise.race([silence.looks.timeout, machineSleep(silence.scale === scale ? SILENCE_LOOK_MS : SLOW_SILENCE_LOOK_MS)]),
  ]);
  return paceOf(book.runsOf('look'), book.runsOf('look timeout'), LOOK_COUNT);
}

/**
 * The looks that show a second attempt after a failure.
 *
 * @param name - `status 503`, or a failure of the transport
 * @returns nothing when an attempt's own timeout may be what was seen: compressed, it is as short as lateness
 */
export function sightingsOf({ book, pace, mostScale }: Session, name: string): readonly ObservedRun[] {
  if (!isRoomFor(pace, mostScale)) return [];
  return [...book.runsOf('look'), ...book.runsOf(`look ${name}`)].filter((run) => run.name === name && run.attempts.length > 1);
}

function machineSleep(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

/** So many attempts end a look. */
export const LOOK_COUNT = 9;
/** So long, in the client's time, whoever says nothing is watched. */
export const SILENCE_PATIENCE_MS = 120_000;

const LOOKED_STATUSES = [503, 429, 500];
const LOOK_PATIENCE_MS = 70_000;
const SILENCE_LOOK_MS = 1_500;
const SLOW_SILENCE_LOOK_MS = 6_000;
const UNCOMPRESSED_PATIENCE_MS = 65_000;
