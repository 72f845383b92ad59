import type { Watching } from '../recovery/probe/battery.js';
import { GARBAGE_TEXT, HUGE_SECONDS, PAST_MS, retryAfterExperiment } from '../recovery/probe/battery.js';
import type { RetryAfterForm, RetryAfterText } from '../recovery/probe/experiment.js';
import { inferRetryAfter } from '../recovery/probe/infer-retry-after.js';
import { ownWaits } from '../recovery/probe/own-waits.js';
import type { Session } from './probe-state.js';
import type { BookedExperiment } from './run-book.js';

/**
 * Runs the client under a status that comes with every form of the `Retry-After` field.
 *
 * @param session - whose pace is known
 * @param status - that it tries again
 */
export async function probeRetryAfter(session: Session, status: number): Promise<void> {
  const { book } = session;
  const plan = planOf(session, status);
  const asked = plan.asked(session.scaleFor(plan.longSeconds * 1_000, ASKED_MACHINE_MS));
  const own = plan.own(session.scaleFor(session.pace.callMs, OWN_MACHINE_MS));
  const forms = [
    ['seconds', asked],
    ['date', asked],
    ['past', own],
    ['garbage', own],
  ] as const;
  await Promise.all([
    isWanted(session, 'huge') ? probeHuge(session, plan, own) : undefined,
    book.run(forms.flatMap(([form, watching]) => (isWanted(session, form) ? plan.runs(form, watching) : []))),
  ]);
}

/**
 * Who waits for 40 days is found out fast, and so is who waits for long; another one is looked at again at once: at a scale at which a bound of its
 * own is beyond all lateness, or else at one at which its waits can be told from none, and do not take for ever.
 */
async function probeHuge({ book, mostSilenceScale, pace }: Session, plan: RetryAfterPlan, own: Watching): Promise<void> {
  await book.run(plan.runs('huge', { ...own, scale: mostSilenceScale, patienceMs: HANG_PATIENCE_MS }));
  const seen = book.runsOf(HUGE);
  const isTriedAgain = seen.every(({ attempts }) => attempts.length > 1);
  const leastMs = Math.min(...seen.flatMap(({ waitsMs }) => waitsMs));
  const scale = scaleOfBound(leastMs, pace.mostWaitMs) ?? Math.max(own.scale, Math.ceil(leastMs / AGAIN_MACHINE_MS));
  if (!isTriedAgain || scale >= mostSilenceScale) return;
  book.drop(HUGE);
  // It waits for long: whatever is quick can start while it does.
  await book.run(plan.runs('huge', { ...own, scale, patienceMs: HANG_PATIENCE_MS }), 'next');
}

/**
 * Looks again at what the first look left open: slower each time, so that the client's own waits can be told from none, and a bound of its
 * own from lateness.
 *
 * @param session - with the client's own waits in its book
 * @param status - as before
 */
export async function settleRetryAfter(session: Session, status: number): Promise<void> {
  const { book } = session;
  const plan = planOf(session, status);
  const fast = session.scaleFor(session.pace.callMs, OWN_MACHINE_MS);
  for (const slowest of session.isScaleFixed ? [] : [fast, Math.max(1, Math.floor(fast / 4)), 1]) {
    const open = FORMS.filter((form) => isWanted(session, form) && isOpen(session, form));
    if (open.length === 0 || session.isTimeUp()) return;
    const again = open.map((form) => {
      const scale = Math.min(boundScale(session, form) ?? slowest, form === 'huge' ? session.mostSilenceScale : session.mostScale);
      const patienceMs = form === 'huge' ? HANG_PATIENCE_MS : plan.own(scale).patienceMs;
      return { form, watching: { ...plan.own(scale), patienceMs } };
    });
    for (const form of open) book.drop(`retry-after ${form}`);
    await book.run(again.flatMap(({ form, watching }) => plan.runs(form, watching)));
  }
}

function isWanted({ isLeftOut }: Session, form: RetryAfterForm): boolean {
  return !isLeftOut(`retryAfter.${form}`);
}

/** What was proved holds at any scale: lateness only adds, and what it could hide is not called proved. */
function isOpen(session: Session, form: RetryAfterForm): boolean {
  const runs = session.book.runsOf(`retry-after ${form}`);
  const { value, verdict } = inferRetryAfter(form, runs, {
    own: ownWaits(session.book.runsOf('lasting')),
    isWaiting: isWaiting(session),
    lateness: session.lateness(),
  });
  const mostScale = Math.max(...runs.map(({ scale }) => scale));
  // Who lives so fast may have given up for want of time, or still be waiting in real time.
  if (value === 'gives-up') return mostScale > session.scaleFor(session.pace.callMs, OWN_MACHINE_MS);
  if (value === 'hangs') return mostScale > session.mostSilenceScale;
  return verdict.verdict === 'inconclusive' || (verdict.verdict !== 'proved' && isWaiting(session));
}

function isWaiting(session: Session): boolean {
  return session.waits()?.backoff.kind !== 'none';
}

/** The scale at which waits that were longer than its own, and open, are longer than any lateness. */
function boundScale(session: Session, form: RetryAfterForm): number | undefined {
  const own = ownWaits(session.book.runsOf('lasting'));
  const waits = session.book.runsOf(`retry-after ${form}`).flatMap(({ waitsMs }) => waitsMs);
  if (own === undefined || waits.length === 0) return undefined;
  const scale = scaleOfBound(Math.min(...waits), own.mostMs);
  return scale === undefined ? undefined : Math.min(scale, session.mostScale);
}

function scaleOfBound(waitMs: number, ownMostMs: number): number | undefined {
  const scale = Math.floor((waitMs - BOUND_OWN_SHARE * ownMostMs) / BOUND_MACHINE_MS);
  return scale < 1 ? undefined : scale;
}

interface RetryAfterPlan {
  readonly longSeconds: number;
  readonly asked: (scale: number) => Watching;
  readonly own: (scale: number) => Watching;
  runs(form: RetryAfterForm, watching: Watching): readonly BookedExperiment[];
}

function planOf({ pace }: Session, status: number): RetryAfterPlan {
  // Clearly beyond its own waits, and two values, so that what it waits can be seen to move with them.
  const shortSeconds = Math.ceil((2 * pace.calmMostWaitMs) / 1_000) + 3;
  const longSeconds = shortSeconds + 7;
  const patienceMs = 2 * longSeconds * 1_000 + LEAST_PATIENCE_MS;
  const booked = (form: RetryAfterForm, retryAfter: RetryAfterText, watching: Watching): BookedExperiment => ({
    experiment: retryAfterExperiment(form, { status, retryAfter }, watching),
    as: `retry-after ${form}`,
  });
  const seconds = (count: number): RetryAfterText => ({ kind: 'text', text: String(count) });
  return {
    longSeconds,
    asked: (scale) => ({ scale, patienceMs, enoughAttemptCount: 3 }),
    own: (scale) => ({ scale, patienceMs, enoughAttemptCount: 4 }),
    runs: (form, watching) => {
      const until = (count: number): Watching => ({ ...watching, enoughWaitMs: count * 1_000 });
      if (form === 'seconds') return [longSeconds, shortSeconds].map((count) => booked(form, seconds(count), until(count)));
      if (form === 'date') return times(2, booked(form, { kind: 'date', afterMs: longSeconds * 1_000 }, until(longSeconds)));
      if (form === 'huge') return times(2, booked(form, seconds(HUGE_SECONDS), watching));
      if (form === 'past') return times(RUN_COUNT, booked(form, { kind: 'date', afterMs: PAST_MS }, watching));
      return times(RUN_COUNT, booked(form, { kind: 'text', text: GARBAGE_TEXT }, watching));
    },
  };
}

function times<Item>(count: number, item: Item): readonly Item[] {
  return Array.from({ length: count }, () => item);
}

const HUGE = 'retry-after huge';
const FORMS = ['seconds', 'date', 'past', 'huge', 'garbage'] as const;
const RUN_COUNT = 2;
const BOUND_OWN_SHARE = 1.6;
const BOUND_MACHINE_MS = 1_300;
const LEAST_PATIENCE_MS = 15_000;
const HANG_PATIENCE_MS = 90_000;
/** What a run is to take on the machine, about, when the field is honoured. */
const ASKED_MACHINE_MS = 4_000;
const OWN_MACHINE_MS = 1_600;
/** What one wait is to take. */
const AGAIN_MACHINE_MS = 1_500;
