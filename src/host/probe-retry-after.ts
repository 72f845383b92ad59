import type { Watching } from '../recovery/probe/battery.js';
import { GARBAGE_TEXT, HUGE_SECONDS, PAST_MS, retryAfterExperiment } from '../recovery/probe/battery.js';
import type { RetryAfterForm, RetryAfterText } from '../recovery/probe/experiment.js';
import { inferRetryAfter } from '../recovery/probe/infer-retry-after.js';
import { inferWaits } from '../recovery/probe/infer-waits.js';
import { ownWaits, waitSamples } from '../recovery/probe/own-waits.js';
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
  const hang: Watching = { ...own, scale: session.mostScale, patienceMs: HANG_PATIENCE_MS };
  await Promise.all([
    book.run(plan.runs('huge', hang)),
    book.run([...plan.runs('seconds', asked), ...plan.runs('date', asked), ...plan.runs('past', own), ...plan.runs('garbage', own)]),
  ]);
}

/**
 * Looks again at what the first look left open, and at what was quick while time was compressed for long waits: slower each time, so that
 * the client's own waits can be told from none.
 *
 * @param session - with the client's own waits in its book
 * @param status - as before
 */
export async function settleRetryAfter(session: Session, status: number): Promise<void> {
  const { book } = session;
  const plan = planOf(session, status);
  const lasting = book.runsOf('lasting');
  const own = ownWaits(lasting);
  const samples = waitSamples(lasting, session.lateness());
  const isWaiting = samples.length === 0 || inferWaits(samples).backoff.kind !== 'none';
  const fast = session.scaleFor(session.pace.callMs, OWN_MACHINE_MS);
  const scales = session.isScaleFixed ? [] : [fast, Math.max(1, Math.floor(fast / 4)), 1];
  for (const [index, scale] of scales.entries()) {
    const open = FORMS.filter((form) => {
      const runs = book.runsOf(`retry-after ${form}`);
      const { value, verdict } = inferRetryAfter(form, runs, { own, isWaiting, lateness: session.lateness() });
      const isFast = index === 0 && Math.max(...runs.map((run) => run.scale)) > scale;
      return (
        (verdict.verdict !== 'proved' && isWaiting) ||
        verdict.verdict === 'inconclusive' ||
        (isFast && value !== 'hangs' && value !== 'honoured')
      );
    });
    if (open.length === 0 || session.isTimeUp()) return;
    for (const form of open) book.drop(`retry-after ${form}`);
    await book.run(
      open.flatMap((form) => plan.runs(form, form === 'huge' ? { ...plan.own(scale), patienceMs: HANG_PATIENCE_MS } : plan.own(scale))),
    );
  }
}

interface RetryAfterPlan {
  readonly longSeconds: number;
  readonly asked: (scale: number) => Watching;
  readonly own: (scale: number) => Watching;
  runs(form: RetryAfterForm, watching: Watching): readonly BookedExperiment[];
}

function planOf({ pace }: Session, status: number): RetryAfterPlan {
  // Clearly beyond its own waits, and two values, so that what it waits can be seen to move with them.
  const shortSeconds = Math.ceil((2 * pace.mostWaitMs) / 1_000) + 3;
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
      if (form === 'seconds')
        return [...times(2, booked(form, seconds(shortSeconds), watching)), ...times(2, booked(form, seconds(longSeconds), watching))];
      if (form === 'date') return times(2, booked(form, { kind: 'date', afterMs: longSeconds * 1_000 }, watching));
      if (form === 'huge') return times(2, booked(form, seconds(HUGE_SECONDS), watching));
      if (form === 'past') return times(RUN_COUNT, booked(form, { kind: 'date', afterMs: PAST_MS }, watching));
      return times(RUN_COUNT, booked(form, { kind: 'text', text: GARBAGE_TEXT }, watching));
    },
  };
}

function times<Item>(count: number, item: Item): readonly Item[] {
  return Array.from({ length: count }, () => item);
}

const FORMS = ['seconds', 'date', 'past', 'huge', 'garbage'] as const;
const RUN_COUNT = 3;
const LEAST_PATIENCE_MS = 15_000;
const HANG_PATIENCE_MS = 90_000;
const ASKED_MACHINE_MS = 2_500;
const OWN_MACHINE_MS = 1_600;
