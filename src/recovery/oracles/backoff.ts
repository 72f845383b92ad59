import { headerValue } from '../../wire/http-message.js';
import type { RecoveryPolicy, RetryPolicy } from '../../policy/policy.js';
import type { WaitBounds } from '../../policy/wait-bounds.js';
import { waitBounds } from '../../policy/wait-bounds.js';
import { isRetryable } from '../attempt-end.js';
import type { Gap } from '../gaps.js';
import { gapsOf } from '../gaps.js';
import { onceForInput } from '../once-for-input.js';
import type { LogicalCall, Oracle, OracleInput } from '../oracle.js';
import { parseRetryAfter } from '../retry-after-value.js';
import type { Ruling } from '../ruling.js';
import { asFarAsGrouped, msText, sumUp } from '../ruling.js';
import { mayBeHeldUp } from '../wait-samples.js';

/**
 * Every wait is within the bounds of the claimed backoff. Proved when each wait of a whole series of attempts was seen and none was too short
 * or, with a canary in the run, too long; without a canary nothing is ever too long, and the most that can be said is `consistent`.
 */
export const backoff: Oracle = {
  claim: 'backoff',
  summary: 'The waits between attempts grow as the policy says, within its jitter and its cap.',
  source: 'https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/',
  judge: (input) => {
    const { retry } = input.policy;
    if (retry === undefined || !isClaimed(retry)) return [];
    const rulings = backoffWaits(input).map(({ gap, ruling }) => ({ ...ruling, retryIndex: gap.retryIndex }));
    return [sumUp('backoff', textFromRetry(retry), wholeSeries(rulings, retry))];
  },
};

/** A wait, what the claimed backoff allows there, and what is to be said of it. */
interface BackoffWait {
  readonly gap: Gap;
  readonly loMs: number;
  readonly hiMs: number;
  readonly ruling: Ruling;
}

/**
 * Every wait of a link beside the bounds of the claimed backoff.
 *
 * @param input - of an oracle
 * @returns in the order of the calls; empty when no backoff is claimed
 */
export const backoffWaits = onceForInput((input): readonly BackoffWait[] => {
  const { retry } = input.policy;
  if (retry === undefined || !isClaimed(retry)) return [];
  const gaps = gapsOf(input);
  return input.calls.flatMap((call) => waitsOfCall(call, gaps.get(call) ?? [], { input, retry }));
});

/** What is not written claims any wait. */
function isClaimed(retry: RetryPolicy): boolean {
  const { loMs, hiMs } = waitBounds(retry, 1, undefined);
  return loMs > 0 || Number.isFinite(hiMs);
}

function waitsOfCall(call: LogicalCall, gaps: readonly Gap[], { input, retry }: Claimed): readonly BackoffWait[] {
  const firstAsked = gaps.findIndex((gap) => asksForWait(gap, input.policy));
  return gaps.flatMap((gap, index) => {
    const before = gaps[index - 1];
    const isNext = before !== undefined && before.retryIndex === gap.retryIndex - 1 && !gap.mayHideAttempts;
    const previousMs = isNext && Number.isFinite(before.atMostMs) ? before.atMostMs : undefined;
    const bounds = waitBounds(retry, gap.retryIndex, previousMs);
    // Clients differ in whether a wait that was asked for counts in the growth of their own.
    const isDisturbed = firstAsked !== -1 && firstAsked <= index;
    const judged: Ruling = isDisturbed ? ASKED_FOR : rulingOf(gap, { input, retry, bounds });
    return asFarAsGrouped(call, [judged]).map((ruling) => ({ gap, ...bounds, ruling }));
  });
}

interface Claimed {
  readonly input: OracleInput;
  readonly retry: RetryPolicy;
}

function rulingOf(gap: Gap, { input, retry, bounds }: Claimed & { readonly bounds: WaitBounds }): Ruling {
  const { before, after, end, atMostMs, atLeastMs, retryIndex } = gap;
  const { policy, noise, journal } = input;
  if (!isRetryable(end, retry.on) || policy.hedge !== undefined) return { kind: 'unclear', reason: 'what followed need not be a retry' };
  const { loMs, hiMs } = bounds;
  const witness = [before.id, after.id];
  const expected = `wait ${retryIndex} between ${msText(loMs)} and ${msText(hiMs)}`;
  if (atMostMs < loMs - noise.epsilonMs) {
    return { kind: 'broken', expected, seen: `at most ${msText(atMostMs)}`, witness };
  }
  const tooLateMs = atLeastMs === undefined || mayBeHeldUp(policy) ? 0 : atLeastMs - hiMs - (noise.latenessMs ?? 0) - noise.epsilonMs;
  const warmUpMs = gap.isWarmUp && noise.latenessMs !== 0 ? WARM_UP_MS * journal.timeScale : 0;
  if (tooLateMs > warmUpMs) return { kind: 'broken', expected, seen: `at least ${msText(atLeastMs ?? 0)}`, witness };
  if (atMostMs === Number.POSITIVE_INFINITY) return { kind: 'unclear', reason: 'the consumer gave up by itself, and only it knows when' };
  const isShown = atLeastMs !== undefined && !mayBeHeldUp(policy) && tooLateMs <= 0;
  return { kind: 'kept', isShown, seen: `wait ${retryIndex} was ${msText(atMostMs)}`, witness };
}

/** An answer that names a time to come again replaces the own backoff, unless the policy says that it does not. */
function asksForWait({ before }: Gap, { retryAfter }: RecoveryPolicy): boolean {
  const value = before.response === undefined ? undefined : headerValue(before.response.headers, 'retry-after');
  if (value === undefined || retryAfter?.kind === 'ignore') return false;
  return retryAfter === undefined || parseRetryAfter(value, before.respondedFirstAtMs ?? 0).kind !== 'invalid' || /^\d/.test(value.trim());
}

type SeriesRuling = Ruling & { readonly retryIndex: number };

/** One wait alone does not show how waits grow: all of them must have been seen, and at least two where there are two. */
function wholeSeries(rulings: readonly Ruling[], { attemptCount }: RetryPolicy): readonly Ruling[] {
  const shown = rulings.filter((one): one is SeriesRuling & { kind: 'kept' } => one.kind === 'kept' && one.isShown && 'retryIndex' in one);
  const indexes = new Set(shown.map(({ retryIndex }) => retryIndex));
  const lastIndex = Number.isFinite(attemptCount) ? attemptCount - 1 : Number.POSITIVE_INFINITY;
  const isWhole = indexes.size >= Math.min(lastIndex, LONG_SERIES);
  const parts = rulings.map((one) => (one.kind === 'kept' ? { ...one, isShown: false } : one));
  if (!isWhole || shown.length === 0) return parts;
  const series = [...indexes].sort((left, right) => left - right).flatMap((index) => shown.find((one) => one.retryIndex === index) ?? []);
  const seen = series.map((one) => one.seen).join(', ');
  return [...parts, { kind: 'kept', isShown: true, seen, witness: [...new Set(series.flatMap(({ witness }) => witness))] }];
}

function textFromRetry({ backoff: growth, jitter }: RetryPolicy): string {
  const base = 'baseMs' in growth ? ` from ${msText(growth.baseMs)}` : '';
  const factor = growth.kind === 'exponential' ? ` by ${growth.factor}` : '';
  const cap = 'capMs' in growth && Number.isFinite(growth.capMs) ? ` up to ${msText(growth.capMs)}` : '';
  return `${growth.kind}${base}${factor}${cap}, jitter ${jitter.kind}`;
}

const ASKED_FOR: Ruling = { kind: 'unclear', reason: 'the waits were asked for by Retry-After' };
/** Measured for Node programs: a first retry that loads and compiles what it needs. */
const WARM_UP_MS = 1_000;
/** So many different waits show the growth of a series that has no end. */
const LONG_SERIES = 5;
