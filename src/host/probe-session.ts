import type { CanaryTick } from '../journal/run-journal.js';
import { OBSERVED_MEMBERS } from '../recovery/probe/observed-members.js';
import { inferPolicy } from '../recovery/probe/infer-policy.js';
import { retriedIn } from '../recovery/probe/infer-retried.js';
import type { InferredWaits } from '../recovery/probe/infer-waits.js';
import { inferWaits } from '../recovery/probe/infer-waits.js';
import type { ObservedMember, ObservedPolicy } from '../recovery/probe/observed-policy.js';
import type { ObservedRun } from '../recovery/probe/observed-run.js';
import type { MachineLateness } from '../recovery/probe/own-waits.js';
import { waitSamples } from '../recovery/probe/own-waits.js';
import type { Pace } from '../recovery/probe/pace.js';
import { scaleFor } from '../recovery/probe/pace.js';
import type { ProbeRun } from '../recovery/probe/probe-run.js';
import { lastingFailure, probeFailures, retriedStatus } from './probe-failures.js';
import { FIRST_ROUND_COUNT, lastingRounds, measureLasting, QUIET_LATE_MS } from './probe-lasting.js';
import { lookAtPace, lookAtSilence, type SilenceLooks } from './probe-looks.js';
import { probeRetryAfter, settleRetryAfter } from './probe-retry-after.js';
import { confirmSilence } from './probe-silence.js';
import { isAnyWanted, type Session, type SessionOptions } from './probe-state.js';
import { createRunBook, type RunBook } from './run-book.js';

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
  book.take(options.well, 'well');
  const looks = lookAtSilence(book, options.mostSilenceScale);
  const silence = { looks, scale: options.mostSilenceScale };
  const session = createSession(options, book, await lookAtPace(book, options.mostScale, silence));
  try {
    await runBattery(session, looks);
  } catch (cause) {
    // What is not known when the time is up is left open.
    if (!(session.isTimeUp() && cause instanceof DOMException && cause.name === 'TimeoutError')) throw cause;
  }
  const policy = inferPolicy({
    runsOf: book.runsOf,
    lasting: book.runsOf('lasting'),
    waits: session.waits(),
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

function createSession(options: SessionOptions, book: RunBook, pace: Pace): Session {
  const lateness = (): MachineLateness => latenessOf(options.canaryTicks());
  let known: { readonly runs: readonly ObservedRun[]; readonly waits: InferredWaits | undefined } | undefined;
  return {
    ...options,
    book,
    pace,
    scaleFor: (durationMs, machineMs) => {
      if (options.isScaleFixed) return options.mostScale;
      // The busier the machine, the longer a wait must be there to be told from lateness.
      const room = Math.min(MOST_ROOM, Math.max(1, lateness().meanMs / QUIET_LATE_MS));
      return scaleFor(durationMs, machineMs * room, { pace, mostScale: options.mostScale });
    },
    lateness,
    waits: () => {
      const runs = book.runsOf('lasting');
      // To find a law takes the processor: it is done once for what was seen.
      if (known?.runs !== runs) {
        const samples = waitSamples(runs, lateness());
        known = { runs, waits: samples.length === 0 ? undefined : inferWaits(samples) };
      }
      return known.waits;
    },
  };
}

/**
 * Few commands start at a time, and in the order in which they are asked for: what waits for long comes first, and what is measured last, when
 * nothing else starts.
 */
async function runBattery(session: Session, looks: SilenceLooks): Promise<void> {
  const { book } = session;
  const silence = confirmSilence(session, looks);
  const presumed = presumedLasting(session);
  const after = presumed?.fieldStatus === undefined ? undefined : probeRetryAfter(session, presumed.fieldStatus);
  try {
    const runLasting = presumed === undefined ? undefined : lastingRounds(session, presumed.status);
    await Promise.all([
      isAnyWanted(session, FAILURE_MEMBERS) ? probeFailures(session, presumed?.status) : undefined,
      runLasting?.(FIRST_ROUND_COUNT, 1),
    ]);
    if (presumed === undefined || runLasting === undefined || retriedIn(book.runsOf('lasting')) === 'no') {
      await after;
      await probeProvenLasting(session);
    } else {
      book.take(book.runsOf('lasting'), `status ${presumed.status}`);
      await after;
      await Promise.all([
        presumed.fieldStatus === undefined ? undefined : settleRetryAfter(session, presumed.fieldStatus),
        isAnyWanted(session, WAIT_MEMBERS) ? measureLasting(session, runLasting) : undefined,
      ]);
    }
  } finally {
    // Nothing runs on, whatever failed.
    await Promise.allSettled([silence, after]);
  }
  await silence;
}

/** A status that was tried again at the first look: what follows from it is begun at once, and anew should it not hold. */
function presumedLasting(session: Session): { readonly status: number; readonly fieldStatus: number | undefined } | undefined {
  if (!isAnyWanted(session, LASTING_MEMBERS)) return undefined;
  const looks = session.book.runsOf('look');
  const seen = (first: readonly number[]): number | undefined =>
    first.find((status) => looks.some(({ name, attempts }) => name === `status ${status}` && attempts.length > 1));
  const status = seen([503, 429]);
  if (status === undefined) return undefined;
  return { status, fieldStatus: isAnyWanted(session, RETRY_AFTER_MEMBERS) ? seen([429, 503]) : undefined };
}

/** Where nothing could be presumed, or not rightly. */
async function probeProvenLasting(session: Session): Promise<void> {
  const { book } = session;
  for (const name of ['lasting', ...RETRY_AFTER_MEMBERS.map((member) => member.replace('retryAfter.', 'retry-after '))]) book.drop(name);
  if (isAnyWanted(session, FAILURE_MEMBERS)) await probeFailures(session, undefined);
  const failure = lastingFailure(book);
  if (failure === undefined || !isAnyWanted(session, LASTING_MEMBERS)) return;
  const fieldStatus = isAnyWanted(session, RETRY_AFTER_MEMBERS) ? retriedStatus(book, [429, 503]) : undefined;
  const runLasting = lastingRounds(session, failure);
  await Promise.all([fieldStatus === undefined ? undefined : probeRetryAfter(session, fieldStatus), runLasting(FIRST_ROUND_COUNT, 1)]);
  await Promise.all([
    fieldStatus === undefined ? undefined : settleRetryAfter(session, fieldStatus),
    isAnyWanted(session, WAIT_MEMBERS) ? measureLasting(session, runLasting) : undefined,
  ]);
}

/** Without the latest few: a machine that stands still for a second says nothing of all other times. */
function latenessOf(ticks: readonly CanaryTick[]): MachineLateness {
  const late = ticks.map(({ setMs, observedMs }) => Math.max(0, observedMs - setMs)).sort((a, b) => a - b);
  const usual = late.slice(0, Math.ceil(late.length * USUAL_SHARE));
  return { meanMs: usual.length === 0 ? UNKNOWN_LATE_MS : usual.reduce((total, one) => total + one, 0) / usual.length };
}

const RETRY_AFTER_MEMBERS = OBSERVED_MEMBERS.filter((member) => member.startsWith('retryAfter.'));
const WAIT_MEMBERS: readonly ObservedMember[] = ['backoff', 'jitter', ...RETRY_AFTER_MEMBERS];
const LASTING_MEMBERS: readonly ObservedMember[] = ['attempts', 'idempotencyKey', 'retries.methods', ...WAIT_MEMBERS];
const FAILURE_MEMBERS: readonly ObservedMember[] = OBSERVED_MEMBERS.filter(
  (member) => member !== 'timeoutMs' && member !== 'truncatedBody',
);
const UNKNOWN_LATE_MS = 5;
const USUAL_SHARE = 0.95;
const MOST_ROOM = 5;
