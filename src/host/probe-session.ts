import type { CanaryTick } from '../journal/run-journal.js';
import type { Watching } from '../recovery/probe/battery.js';
import { OBSERVED_MEMBERS, PROBED_STATUSES, statusExperiment, transportExperiment, wellExperiment } from '../recovery/probe/battery.js';
import type { Experiment } from '../recovery/probe/experiment.js';
import { ENDLESS_COUNT } from '../recovery/probe/infer-call.js';
import { inferPolicy } from '../recovery/probe/infer-policy.js';
import { refusedRetriedIn, retriedIn } from '../recovery/probe/infer-retried.js';
import { inferWaits } from '../recovery/probe/infer-waits.js';
import type { ObservedMember, ObservedPolicy } from '../recovery/probe/observed-policy.js';
import type { ObservedRun } from '../recovery/probe/observed-run.js';
import type { MachineLateness } from '../recovery/probe/own-waits.js';
import { waitSamples } from '../recovery/probe/own-waits.js';
import type { Pace } from '../recovery/probe/pace.js';
import { paceOf, scaleFor } from '../recovery/probe/pace.js';
import type { ProbeRun } from '../recovery/probe/probe-run.js';
import { createRunBook, type RunBook } from './run-book.js';
import type { Session, SessionOptions } from './probe-state.js';
import { probeRetryAfter, settleRetryAfter } from './probe-retry-after.js';

/** What a probe found, and every run it is drawn from. */
export interface SessionResult {
  readonly policy: ObservedPolicy;
  readonly runs: readonly ProbeRun[];
  /** The most that time was compressed. */
  readonly scale: number;
}

/**
 * Probes one client: a first look at its pace, then every failure at the scale that leaves its own times room, and what stays open again,
 * slower.
 *
 * @param options - how to run it, and how long
 */
export async function probeSession(options: SessionOptions): Promise<SessionResult> {
  const book = createRunBook(options.runner);
  await book.run([{ experiment: wellExperiment({ scale: 1, patienceMs: LEAST_PATIENCE_MS, enoughAttemptCount: undefined }), as: 'well' }]);
  const slow = lookAtSilence(book, options.mostScale);
  // Told when it is asked for, below; until then nobody may find it unhandled.
  slow.catch(() => undefined);
  const pace = await lookAtPace(book, options.mostScale, slow);
  const session: Session = {
    ...options,
    book,
    pace,
    scaleFor: (durationMs, machineMs) => {
      if (options.isScaleFixed) return options.mostScale;
      // The busier the machine, the longer a wait must be there to be told from lateness.
      const room = Math.min(MOST_ROOM, Math.max(1, latenessOf(options.canaryTicks()).meanMs / QUIET_LATE_MS));
      return scaleFor(durationMs, machineMs * room, { pace, mostScale: options.mostScale });
    },
    lateness: () => latenessOf(options.canaryTicks()),
  };
  try {
    await runBattery(session, slow);
  } catch (cause) {
    // What is not known when the time is up is left open.
    if (!(session.isTimeUp() && cause instanceof DOMException && cause.name === 'TimeoutError')) throw cause;
  }
  const policy = inferPolicy({
    runsOf: book.runsOf,
    lasting: book.runsOf('lasting'),
    retryAfter: {
      seconds: book.runsOf('retry-after seconds'),
      date: book.runsOf('retry-after date'),
      past: book.runsOf('retry-after past'),
      huge: book.runsOf('retry-after huge'),
      garbage: book.runsOf('retry-after garbage'),
    },
    lateness: session.lateness(),
    keyHeader: options.keyHeader,
    isLeftOut: options.isLeftOut,
  });
  return { policy, runs: book.all(), scale: Math.max(1, ...book.all().map(({ experiment }) => experiment.scale)) };
}

async function runBattery(session: Session, slow: Promise<void>): Promise<void> {
  const { book } = session;
  if (isAnyWanted(session, FAILURE_MEMBERS)) await probeFailures(session);
  const lasting = lastingFailure(book);
  if (lasting !== undefined && isAnyWanted(session, LASTING_MEMBERS)) {
    // What waits for long takes no processor: it is looked at beside the waits that are measured.
    const status = isAnyWanted(session, RETRY_AFTER_MEMBERS) ? retriedStatus(book, [429, 503]) : undefined;
    const runLasting = lastingRounds(session, lasting);
    await Promise.all([runLasting(FIRST_ROUND_COUNT, 1), status === undefined ? undefined : probeRetryAfter(session, status)]);
    if (isAnyWanted(session, WAIT_MEMBERS)) await measureLasting(session, runLasting);
    if (status !== undefined) await settleRetryAfter(session, status);
  }
  await slow;
  await confirmSilence(session);
}

function isAnyWanted({ isLeftOut }: SessionOptions, members: readonly ObservedMember[]): boolean {
  return members.some((member) => !isLeftOut(member));
}

/** Begun first and awaited last: whoever has no timeout is watched for long. */
async function lookAtSilence(book: RunBook, scale: number): Promise<void> {
  const watching: Watching = { scale, patienceMs: scale === 1 ? UNCOMPRESSED_PATIENCE_MS : SILENCE_PATIENCE_MS, enoughAttemptCount: 2 };
  const looks = (['timeout', 'truncated', 'reset-mid-body'] as const).map((failure) => ({
    experiment: transportExperiment(failure, watching),
    as: `look ${failure}`,
  }));
  await Promise.all(looks.map((look) => book.run([look])));
}

async function lookAtPace(book: RunBook, scale: number, slow: Promise<void>): Promise<Pace> {
  const watching: Watching = { scale, patienceMs: LOOK_PATIENCE_MS, enoughAttemptCount: LOOK_COUNT };
  const looks = [503, 429, 500].map((status) => ({ experiment: statusExperiment(status, watching), as: 'look' }));
  await Promise.all([
    book.run(looks),
    // A timeout that is shorter than this, compressed, is seen by then; a longer one is no bound on the scale.
    Promise.race([slow, machineSleep(SILENCE_LOOK_MS)]),
  ]);
  return paceOf(book.runsOf('look'), book.runsOf('look timeout'), LOOK_COUNT);
}

/** Every status and every failure of the transport, once; again where a second attempt was seen, or nothing clear. */
async function probeFailures(session: Session): Promise<void> {
  const { book, pace } = session;
  const patienceMs = Math.max(LEAST_PATIENCE_MS, 4 * pace.mostWaitMs);
  const planned = (scale: number): readonly Experiment[] => {
    const watching: Watching = { scale, patienceMs, enoughAttemptCount: 2 };
    return [
      ...PROBED_STATUSES.map((status) => statusExperiment(status, watching)),
      ...(['reset', 'reset-mid-body', 'refused'] as const).map((failure) => transportExperiment(failure, watching)),
    ];
  };
  const fast = session.scaleFor(Math.max(pace.mostWaitMs, pace.callMs / 2), FAILURE_MACHINE_MS);
  const scales = [fast, fast, Math.max(1, Math.floor(fast / 4)), 1, 1];
  for (const scale of session.isScaleFixed ? scales.map(() => fast) : scales) {
    const open = planned(scale).filter(({ name }) => {
      const runs = book.runsOf(name);
      if (!isFailureWanted(session, name)) return false;
      return (name === 'refused' ? refusedRetriedIn(runs) : retriedIn(runs)) === 'open';
    });
    if (open.length === 0 || session.isTimeUp()) return;
    await book.run(open.map((experiment) => ({ experiment, as: experiment.name })));
  }
}

/** Of what is left out nothing is run but what shows a failure that can be held to the end: 503 or 429, and others only without these. */
function isFailureWanted({ book, isLeftOut }: Session, name: string): boolean {
  if (!isLeftOut('unsafeRetry')) return true;
  if (!name.startsWith('status ')) return !isLeftOut('retries.transport');
  const first = [503, 429].map((status) => `status ${status}`);
  return !isLeftOut('retries.statuses') || first.includes(name) || first.every((one) => retriedIn(book.runsOf(one)) === 'no');
}

/** The failure that is held to the end: 503 where it is tried again, a reset where no status is. */
function lastingFailure(book: RunBook): number | 'reset' | undefined {
  const status = retriedStatus(book, [503, 429]);
  if (status !== undefined) return status;
  return retriedIn(book.runsOf('reset')) === 'yes' ? 'reset' : undefined;
}

/** A status that the client tries again, these rather than others. What `fetch` does by itself after 421 is no policy of the client. */
function retriedStatus(book: RunBook, first: readonly number[]): number | undefined {
  return [...first, ...PROBED_STATUSES.filter((status) => status !== 421)].find(
    (status) => retriedIn(book.runsOf(`status ${status}`)) === 'yes',
  );
}

function lastingExperiment(failure: number | 'reset', watching: Watching): Experiment {
  const experiment = failure === 'reset' ? transportExperiment(failure, watching) : statusExperiment(failure, watching);
  return { ...experiment, name: `lasting ${failure}` };
}

/** @returns what runs the client so many times under the lasting failure */
function lastingRounds(session: Session, failure: number | 'reset'): (count: number, slower: number) => Promise<void> {
  const { book, pace } = session;
  const patienceMs = Math.max(LASTING_PATIENCE_MS, 4 * pace.mostWaitMs);
  const scale = session.scaleFor(pace.callMs, LASTING_MACHINE_MS);
  const enoughAttemptCount = pace.isEndless ? LOOK_COUNT : ENDLESS_COUNT;
  const experiment = lastingExperiment(failure, { scale, patienceMs, enoughAttemptCount });
  const long = { ...experiment, scale: session.mostScale, enoughAttemptCount: ENDLESS_COUNT };
  let isLongOpen = pace.isEndless;
  return (count, slower) => {
    const slowed = { ...experiment, scale: session.isScaleFixed ? scale : Math.max(1, Math.floor(scale / slower)) };
    const experiments = [...(isLongOpen ? [long] : []), ...Array.from({ length: count }, () => slowed)];
    isLongOpen = false;
    return book.run(experiments.map((one) => ({ experiment: one, as: 'lasting' })));
  };
}

/** Goes on until the law of the waits is clear. Nothing else runs meanwhile: to find the law takes the processor, and would make runs late. */
async function measureLasting(session: Session, runLasting: (count: number, slower: number) => Promise<void>): Promise<void> {
  for (const [count, slower] of MORE_ROUNDS) {
    const samples = waitSamples(session.book.runsOf('lasting'), session.lateness());
    if (session.isTimeUp() || samples.length === 0 || !inferWaits(samples).isOpen) return;
    // On a busy machine more runs do not help as much as slower ones, in which lateness is less of a wait.
    await runLasting(count, session.lateness().meanMs > QUIET_LATE_MS ? slower : 1);
  }
}

/** What ended quickly at the first look is looked at again at a scale that leaves it room; who was pending is pending at any. */
async function confirmSilence(session: Session): Promise<void> {
  const { book, pace } = session;
  const scale = session.scaleFor(Math.max(pace.timeoutMs ?? 0, pace.mostWaitMs), SILENCE_MACHINE_MS);
  const watching: Watching = { scale, patienceMs: SILENCE_PATIENCE_MS, enoughAttemptCount: 3 };
  for (const failure of ['timeout', 'truncated'] as const) {
    const looks = book.runsOf(`look ${failure}`);
    const isPending = looks.some(({ end, attempts }) => end === 'pending' && attempts.length === 1);
    if (isPending || session.mostScale === 1) book.take(looks, failure);
  }
  const again = (['timeout', 'truncated'] as const).filter((failure) => book.runsOf(failure).length === 0 || session.mostScale === 1);
  const wanted = again.filter((failure) => isSilenceWanted(session, failure) && !isPendingIn(book.runsOf(failure)));
  const times = session.mostScale === 1 ? 1 : 2;
  await book.run(
    wanted.flatMap((failure) => Array.from({ length: times }, () => ({ experiment: transportExperiment(failure, watching), as: failure }))),
  );
}

function isSilenceWanted(session: Session, failure: 'timeout' | 'truncated'): boolean {
  return isAnyWanted(session, [failure === 'timeout' ? 'timeoutMs' : 'truncatedBody', 'attempts', 'retries.transport', 'unsafeRetry']);
}

function isPendingIn(runs: readonly ObservedRun[]): boolean {
  return runs.some(({ end }) => end === 'pending');
}

function latenessOf(ticks: readonly CanaryTick[]): MachineLateness {
  const late = ticks.map(({ setMs, observedMs }) => Math.max(0, observedMs - setMs));
  return { meanMs: late.length === 0 ? UNKNOWN_LATE_MS : late.reduce((total, one) => total + one, 0) / late.length };
}

function machineSleep(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

const RETRY_AFTER_MEMBERS = OBSERVED_MEMBERS.filter((member) => member.startsWith('retryAfter.'));
const WAIT_MEMBERS: readonly ObservedMember[] = ['backoff', 'jitter', ...RETRY_AFTER_MEMBERS];
const LASTING_MEMBERS: readonly ObservedMember[] = ['attempts', 'idempotencyKey', 'retries.methods', ...WAIT_MEMBERS];
const FAILURE_MEMBERS: readonly ObservedMember[] = OBSERVED_MEMBERS.filter(
  (member) => member !== 'timeoutMs' && member !== 'truncatedBody',
);
const LOOK_COUNT = 9;
const LOOK_PATIENCE_MS = 70_000;
const SILENCE_LOOK_MS = 1_500;
const SILENCE_PATIENCE_MS = 120_000;
const UNCOMPRESSED_PATIENCE_MS = 65_000;
const LEAST_PATIENCE_MS = 15_000;
const LASTING_PATIENCE_MS = 30_000;
/** What one run of each kind is to take on the machine, about. */
const FAILURE_MACHINE_MS = 700;
const LASTING_MACHINE_MS = 1_600;
const SILENCE_MACHINE_MS = 1_500;
const FIRST_ROUND_COUNT = 6;
const MORE_ROUNDS: readonly (readonly [count: number, slower: number])[] = [
  [8, 2],
  [10, 4],
];
const UNKNOWN_LATE_MS = 5;
const QUIET_LATE_MS = 4;
const MOST_ROOM = 5;
