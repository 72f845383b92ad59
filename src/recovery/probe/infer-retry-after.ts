import { headerValue } from '../../wire/http-message.js';
import type { RetryAfterForm } from './experiment.js';
import type { RetryAfterClass } from './observed-policy.js';
import type { ObservedRun } from './observed-run.js';
import type { MachineLateness, OwnWaits } from './own-waits.js';
import { EARLY_MS } from './own-waits.js';
import { consistent, type Inferred, inconclusive, proved } from './verdict.js';

/** What is known of the client without the field. */
export interface RetryAfterSetting {
  /** `undefined`: it never tries again. */
  readonly own: OwnWaits | undefined;
  /** Whether it waits at all: whoever does not cannot be driven into a hot loop. */
  readonly isWaiting: boolean;
  readonly lateness: MachineLateness;
}

/**
 * What a client makes of one form of the `Retry-After` field.
 *
 * @param form - for `seconds`, runs of at least two values beyond the own waits
 * @param runs - all under a status that it tries again, with that field
 * @see RFC 9110 §10.2.3
 */
export function inferRetryAfter(form: RetryAfterForm, runs: readonly ObservedRun[], setting: RetryAfterSetting): Inferred<RetryAfterClass> {
  const some = runs.filter(({ attempts }) => attempts.length > 0);
  const { own } = setting;
  if (own === undefined) return inconclusive('it never retries', some, 'ignored');
  if (some.length === 0) return inconclusive('it made no attempt');
  const single = some.filter(({ attempts }) => attempts.length === 1);
  if (single.length > 0) return withoutSecondAttempt(some, single);
  // Lateness only adds: the shortest wait of a run says most.
  const asked = some.map((run) => ({
    run,
    waitMs: form === 'date' ? (run.waitsMs[0] ?? 0) : Math.min(...run.waitsMs),
    askedMs: askedMsOf(run),
  }));
  if (form === 'seconds' || form === 'date') return inferAsked(asked, { ...setting, own });
  return inferUnasked(some, { ...setting, own });
}

function withoutSecondAttempt(runs: readonly ObservedRun[], single: readonly ObservedRun[]): Inferred<RetryAfterClass> {
  if (single.length < runs.length) return inconclusive('some runs tried again and some did not', runs);
  if (single.every(({ end }) => end === 'pending')) return proved('hangs', single, `nothing more came within ${watched(single)} s`);
  if (single.every(({ end }) => end === 'failed'))
    return single.length > 1 ? proved('gives-up', single) : consistent('gives-up', single, 'seen once');
  return inconclusive('it ended differently from run to run', single);
}

interface Known extends RetryAfterSetting {
  readonly own: OwnWaits;
}

interface AskedWait {
  readonly run: ObservedRun;
  readonly waitMs: number;
  readonly askedMs: number;
}

/** A wait that the field asks for, longer than the client's own. */
function inferAsked(asked: readonly AskedWait[], known: Known): Inferred<RetryAfterClass> {
  const { own } = known;
  const runs = asked.map(({ run }) => run);
  const isEarly = ({ run, waitMs, askedMs }: AskedWait): boolean => waitMs < askedMs - EARLY_MS * run.scale;
  const early = asked.filter(isEarly);
  if (early.length === 0) {
    const excess = asked.map(({ waitMs, askedMs }) => waitMs - askedMs);
    const allowedMs = own.mostMs * 1.3 + Math.max(...asked.map(({ run }) => toleranceMs(run, known)));
    // That the wait moves with what is asked is what tells obedience from a long wait of its own.
    if (Math.min(...excess) <= allowedMs) return runs.length > 1 ? proved('honoured', runs) : consistent('honoured', runs, 'seen once');
    return inconclusive('it waited much longer than it was asked to', runs);
  }
  const late = asked.filter((one) => !isEarly(one));
  const waits = early.map(({ waitMs }) => waitMs);
  const slackMs = Math.max(...runs.map((run) => toleranceMs(run, known)));
  const ownMostMs = own.mostMs * 1.3 + slackMs;
  // A client that is late may seem to wait for a bound of its own: that must be out of reach of all lateness.
  if (Math.min(...waits) > ownMostMs + LATE_MACHINE_MS * scaleOf(runs)) {
    const isConstant = Math.max(...waits) <= Math.min(...waits) * 1.25 + Math.max(...runs.map((run) => toleranceMs(run, known)));
    return isConstant
      ? proved('capped', runs, `at ${Math.round(Math.min(...waits))} ms`)
      : inconclusive('its waits follow no rule that is known', runs);
  }
  if (Math.min(...waits) > ownMostMs)
    return inconclusive('its waits are longer than its own, and shorter than lateness could make them', runs);
  if (late.length > 0) return inconclusive('it waited as long as asked in some runs only', runs);
  return Math.min(...waits) <= ownMostMs ? inferUnasked(runs, known) : inconclusive('its waits follow no rule that is known', runs);
}

/** A field that asks for nothing that makes sense: the client's own wait is what is left. */
function inferUnasked(runs: readonly ObservedRun[], known: Known): Inferred<RetryAfterClass> {
  const { own } = known;
  const waits = runs.flatMap((run) =>
    run.waitsMs.map((waitMs, index) => {
      const ownMs = own.middlesMs[index] ?? own.mostMs;
      // Shorter than ever without the field, by far: no lateness does that.
      const isFarShorter = waitMs < FAR_SHORTER * (own.leastsMs[index] ?? own.mostMs);
      return { run, waitMs, ownMs, isFarShorter };
    }),
  );
  const tellable = waits.filter(({ run, ownMs }) => ownMs > 4 * toleranceMs(run, known));
  const hasOwnWaits = own.mostMs > 4 * Math.min(...runs.map((run) => toleranceMs(run, known)));
  const longer = longerThanOwn(runs, known);
  if (longer !== undefined) return longer;
  if (!known.isWaiting) return consistent('ignored', runs, 'its own waits are as short');
  if (!hasOwnWaits) {
    const isNone = own.mostMs < NO_WAIT_MS * scaleOf(runs) && scaleOf(runs) === 1;
    return isNone
      ? consistent('ignored', runs, 'its own waits are as short')
      : inconclusive('its own waits are as short as lateness', runs);
  }
  if (tellable.length < LEAST_WAIT_COUNT) return inconclusive('too few waits to compare with its own', runs);
  const ratio = sum(tellable.map(({ waitMs }) => waitMs)) / sum(tellable.map(({ ownMs }) => ownMs));
  const shorter = tellable.filter(({ isFarShorter }) => isFarShorter);
  if (shorter.length >= LEAST_WAIT_COUNT && shorter.length >= HOT_SHARE * tellable.length && ratio < 0.4) return proved('hot-loop', runs);
  const isOwn =
    shorter.length === 0 && ratio > 0.35 && ratio < 2.5 && tellable.some(({ run, waitMs }) => waitMs > 2 * toleranceMs(run, known));
  return isOwn ? proved('ignored', runs, 'it waited as without the field') : inconclusive('its waits are neither its own nor none', runs);
}

/** Neither what was asked nor its own: the same each time when it is a bound of its own. */
function longerThanOwn(runs: readonly ObservedRun[], known: Known): Inferred<RetryAfterClass> | undefined {
  const firsts = runs.map(({ waitsMs }) => waitsMs[0] ?? 0);
  const slackMs = LATE_MACHINE_MS * scaleOf(runs);
  const boundMs = known.own.mostMs * 1.5 + slackMs;
  const leastMs = Math.min(...runs.flatMap(({ waitsMs }) => waitsMs));
  if (leastMs <= boundMs) return undefined;
  const isConstant = Math.max(...firsts) <= leastMs * 1.25 + slackMs;
  if (!isConstant) return inconclusive('it waited much longer than its own waits, not always as long', runs);
  return proved('capped', runs, `at ${Math.round(leastMs)} ms or a little less`);
}

/** What the field of the first answer asks for, from the moment it was given. */
function askedMsOf({ attempts }: ObservedRun): number {
  const [first] = attempts;
  const field = headerValue(first?.response?.headers ?? [], 'retry-after') ?? '';
  return /^\d+$/.test(field) ? Number(field) * 1_000 : Date.parse(field) - (first?.respondedFirstAtMs ?? 0);
}

/** So late a client may come without meaning it. */
function toleranceMs({ scale }: ObservedRun, { lateness }: RetryAfterSetting): number {
  return scale * (5 + 4 * Math.max(3, lateness.meanMs));
}

function scaleOf(runs: readonly ObservedRun[]): number {
  return Math.max(...runs.map(({ scale }) => scale));
}

function watched(runs: readonly ObservedRun[]): number {
  return Math.round(Math.min(...runs.map(({ patienceMs }) => patienceMs)) / 1_000);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

const LEAST_WAIT_COUNT = 2;
const FAR_SHORTER = 0.5;
const HOT_SHARE = 0.65;
const NO_WAIT_MS = 30;
/** So late a client may be, now and then, on a busy machine. */
const LATE_MACHINE_MS = 1_000;
