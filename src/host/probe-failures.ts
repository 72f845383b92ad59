import { PROBED_STATUSES, statusExperiment, transportExperiment } from '../recovery/probe/battery.js';
import type { Experiment } from '../recovery/probe/experiment.js';
import type { Retried } from '../recovery/probe/infer-retried.js';
import { refusedRetriedIn, retriedIn } from '../recovery/probe/infer-retried.js';
import { sightingsOf } from './probe-looks.js';
import type { Session } from './probe-state.js';
import type { RunBook } from './run-book.js';

/**
 * Every status and every failure of the transport, once, or twice where it will be tried again; then again what nothing clear was seen of.
 *
 * @param session - whose pace is known
 * @param presumed - a status that others look into
 */
export async function probeFailures(session: Session, presumed: number | undefined): Promise<void> {
  const { book, pace } = session;
  const patienceMs = Math.max(LEAST_PATIENCE_MS, 4 * pace.mostWaitMs);
  const isWanted = (name: string): boolean => name !== `status ${presumed}` && isFailureWanted(session, name, presumed !== undefined);
  const openAt = (scale: number): readonly Experiment[] => {
    const watching = { scale, patienceMs, enoughAttemptCount: 2 };
    const experiments = [
      // It waits to the end of the program, since nobody hears of its attempts.
      transportExperiment('refused', watching),
      ...PROBED_STATUSES.map((status) => statusExperiment(status, watching)),
      ...(['reset', 'reset-mid-body'] as const).map((failure) => transportExperiment(failure, watching)),
    ];
    return experiments.filter(({ name }) => isWanted(name) && retriedBy(book, name) === 'open');
  };
  const fast = session.scaleFor(Math.max(pace.mostWaitMs, pace.callMs / 2), FAILURE_MACHINE_MS);
  const scales = [fast, fast, Math.max(1, Math.floor(fast / 4)), 1, 1];
  for (const [round, scale] of (session.isScaleFixed ? scales.map(() => fast) : scales).entries()) {
    const open = openAt(scale);
    if (open.length === 0 || session.isTimeUp()) return;
    const experiments = round > 0 ? open : open.flatMap((one) => Array.from({ length: firstCount(session, one.name) }, () => one));
    await book.run(experiments.map((experiment) => ({ experiment, as: experiment.name })));
    if (round === 0) for (const { name } of open) confirmByLook(session, name);
  }
}

/** The failure that is held to the end: 503 where it is tried again, a reset where no status is. */
export function lastingFailure(book: RunBook): number | 'reset' | undefined {
  const status = retriedStatus(book, [503, 429]);
  if (status !== undefined) return status;
  return retriedIn(book.runsOf('reset')) === 'yes' ? 'reset' : undefined;
}

/**
 * A status that the client tries again. What `fetch` does by itself after 421 is no policy of the client.
 *
 * @param first - these rather than others
 */
export function retriedStatus(book: RunBook, first: readonly number[]): number | undefined {
  return [...first, ...PROBED_STATUSES.filter((status) => status !== 421)].find(
    (status) => retriedIn(book.runsOf(`status ${status}`)) === 'yes',
  );
}

function retriedBy(book: RunBook, name: string): Retried {
  const runs = book.runsOf(name);
  return name === 'refused' ? refusedRetriedIn(runs) : retriedIn(runs);
}

/** Two sightings are needed where it is tried again: those that are likely to be are run side by side. */
function firstCount(session: Session, name: string): number {
  const like = LIKE[name];
  if (like === undefined) return 1;
  const isLikely = like === 'fetch' ? session.mostScale > 1 : isSeenAgain(session.book, like);
  return isLikely && sightingsOf(session, name).length === 0 ? 2 : 1;
}

function isSeenAgain(book: RunBook, name: string): boolean {
  return [...book.runsOf('look'), ...book.runsOf(`look ${name}`)].some((run) => run.name === name && run.attempts.length > 1);
}

/** The first look, in which time was compressed most, says something only beside a run with more room that says the same. */
function confirmByLook(session: Session, name: string): void {
  const { book } = session;
  const runs = book.runsOf(name);
  const [only] = runs;
  if (runs.length === 1 && only !== undefined && only.attempts.length > 1) book.take(sightingsOf(session, name), name);
}

/** Of what is left out nothing is run but what shows a failure that can be held to the end: 503 or 429, and others only without these. */
function isFailureWanted({ book, isLeftOut }: Session, name: string, isLastingKnown: boolean): boolean {
  if (!isLeftOut('unsafeRetry')) return true;
  if (!name.startsWith('status ')) return !isLeftOut('retries.transport');
  if (!isLeftOut('retries.statuses')) return true;
  if (isLastingKnown) return false;
  const first = [503, 429].map((status) => `status ${status}`);
  return first.includes(name) || first.every((one) => retriedIn(book.runsOf(one)) === 'no');
}

/** Whose first look tells whether a failure is likely to be tried again. */
const LIKE: Readonly<Record<string, string>> = {
  'status 429': 'status 429',
  'status 500': 'status 500',
  'status 502': 'status 503',
  'status 503': 'status 503',
  'status 504': 'status 503',
  'status 421': 'fetch',
  refused: 'reset-mid-body',
  reset: 'reset-mid-body',
  'reset-mid-body': 'reset-mid-body',
};
const LEAST_PATIENCE_MS = 15_000;
/** What one run is to take on the machine, about. */
const FAILURE_MACHINE_MS = 700;
