import type { Exchange } from '../../journal/exchange.js';
import type { RecoveryPolicy, RetryAfterPolicy, RetryPolicy } from '../../policy/policy.js';
import { waitBounds } from '../../policy/wait-bounds.js';
import { headerValue } from '../../wire/http-message.js';
import type { Gap } from '../gaps.js';
import { gapsOf } from '../gaps.js';
import type { LogicalCall, Oracle, OracleInput } from '../oracle.js';
import type { RetryAfterValue } from '../retry-after-value.js';
import { httpDateMs, parseRetryAfter } from '../retry-after-value.js';
import type { Ruling } from '../ruling.js';
import { asFarAsGrouped, msText, sumUp } from '../ruling.js';

/**
 * No attempt comes earlier than a `Retry-After` asks for, and no value makes the consumer ask without any wait: a date that has passed, and what is
 * not of the grammar, leave its own backoff in force. Put to the test, and so proved, when the wait moved with two values that are beyond its
 * own backoff; giving up is no breach.
 */
export const retryAfter: Oracle = {
  claim: 'retry-after',
  summary: 'No attempt comes earlier than Retry-After asks for, whatever its form.',
  source: 'https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3',
  judge: (input) => {
    const claimed = input.policy.retryAfter;
    if (claimed === undefined || claimed.kind === 'ignore') return [];
    const gaps = gapsOf(input);
    const byCall = input.calls.map((call) => ({ call, own: judgeCall(call, { input, claimed, gaps: gaps.get(call) ?? [] }) }));
    const judged = byCall.flatMap(({ call, own }) => asFarAsGrouped(call, own));
    const certain = byCall.flatMap(({ call, own }) => (call.isCertain ? own : []));
    const bound = claimed.kind === 'capped' ? `, ${msText(claimed.capMs)} at most` : '';
    return [sumUp('retry-after', `no attempt before Retry-After${bound}`, [...judged, ...movedWith(certain)])];
  },
};

/** A wait that an answer asked for, how long it must be, and what is to be said of it. */
interface AskedWait {
  readonly gap: Gap;
  readonly requiredMs: number;
  readonly ruling: Ruling;
}

/**
 * Every wait of a link that a Retry-After asked for, where the consumer claims to honour it.
 *
 * @param input - of an oracle
 * @returns in the order of the calls; empty when nothing of the kind is claimed
 */
export function askedWaits(input: OracleInput): readonly AskedWait[] {
  const claimed = input.policy.retryAfter;
  if (claimed === undefined || claimed.kind === 'ignore') return [];
  const gaps = gapsOf(input);
  return input.calls.flatMap((call) =>
    (gaps.get(call) ?? []).flatMap((gap) => {
      const value = retryAfterOf(gap.before);
      if (value === undefined || !asksForWait(value)) return [];
      const rulings = asFarAsGrouped(call, [waitRuling(gap, value, { input, claimed })]);
      return rulings.map((ruling) => ({ gap, requiredMs: requiredMs(gap, value, claimed), ruling }));
    }),
  );
}

interface Judging {
  readonly input: OracleInput;
  readonly claimed: Exclude<RetryAfterPolicy, { kind: 'ignore' }>;
  readonly gaps: readonly Gap[];
}

/** `beyondMs`: the wait that was asked for and kept, when the consumer's own backoff cannot be that long. */
type JudgedWait = Ruling & { readonly beyondMs?: number };

function judgeCall(call: LogicalCall, judging: Judging): readonly JudgedWait[] {
  const own = judging.gaps.flatMap((gap) => {
    const value = retryAfterOf(gap.before);
    return value === undefined ? [] : [waitRuling(gap, value, judging)];
  });
  const hot = hotLoopRuling(judging);
  const last = call.attempts.at(-1);
  const gaveUp: readonly Ruling[] =
    last !== undefined && retryAfterOf(last) !== undefined ? [{ kind: 'unclear', reason: 'the consumer gave up instead of waiting' }] : [];
  return [...own, ...(hot === undefined ? [] : [hot]), ...gaveUp];
}

/** The value of an answer that may ask for a wait. @see RFC 9110 §10.2.3, §15.5.14; RFC 6585 §4 */
function retryAfterOf({ response, respondedFirstAtMs, outcome }: Exchange): RetryAfterValue | undefined {
  if (response === undefined || respondedFirstAtMs === undefined || outcome === 'refused') return undefined;
  const { status } = response;
  if (status !== 429 && status !== 503 && status !== 413 && !(status >= 300 && status < 400)) return undefined;
  const text = headerValue(response.headers, 'retry-after');
  if (text === undefined) return undefined;
  const isTwice = response.headers.filter((part, index) => index % 2 === 0 && part.toLowerCase() === 'retry-after').length > 1;
  return isTwice ? { kind: 'invalid' } : parseRetryAfter(text, respondedFirstAtMs);
}

type AskingValue = Exclude<RetryAfterValue, { readonly kind: 'invalid' }>;

function asksForWait(value: RetryAfterValue): value is AskingValue {
  return value.kind === 'seconds' || (value.kind === 'date' && !value.isPast);
}

function requiredMs({ before }: Gap, value: AskingValue, claimed: Judging['claimed']): number {
  const askedMs = value.kind === 'seconds' ? value.waitMs : askedByDate(before, value.atMs);
  return claimed.kind === 'capped' ? Math.min(askedMs, claimed.capMs) : askedMs;
}

function waitRuling(gap: Gap, value: RetryAfterValue, { input, claimed }: Omit<Judging, 'gaps'>): JudgedWait {
  const { before, after, atMostMs, isSeen, retryIndex, mayHideAttempts } = gap;
  const { noise, policy } = input;
  if (!asksForWait(value)) return { kind: 'unclear', reason: 'no value asked for a wait' };
  if (!isSeen) return { kind: 'unclear', reason: 'the consumer may have given up before it saw the answer' };
  const leastMs = requiredMs(gap, value, claimed);
  const witness = [before.id, after.id];
  if (atMostMs < leastMs - noise.epsilonMs) {
    return { kind: 'broken', expected: `a wait of ${msText(leastMs)} or more`, seen: `at most ${msText(atMostMs)}`, witness };
  }
  const kept = { kind: 'kept', isShown: false, seen: `asked for ${msText(leastMs)}, waited ${msText(atMostMs)}`, witness } as const;
  return !mayHideAttempts && leastMs > longestOwnMs(policy, retryIndex) ? { ...kept, beyondMs: leastMs } : kept;
}

/**
 * How long to wait for a date, for the kinder of two right clients: one asks its own clock, the other takes the distance to `Date` as the
 * provider's clock has it, which counts whole seconds.
 */
function askedByDate({ response, respondedFirstAtMs = 0 }: Exchange, atMs: number): number {
  const sentAtMs = httpDateMs(headerValue(response?.headers ?? [], 'date') ?? '');
  const byOwnClockMs = Math.max(atMs - respondedFirstAtMs, 0);
  return sentAtMs === undefined ? byOwnClockMs : Math.min(byOwnClockMs, Math.max(atMs - sentAtMs, 0));
}

function longestOwnMs({ retry }: RecoveryPolicy, retryIndex: number): number {
  return retry === undefined ? Number.POSITIVE_INFINITY : waitBounds(retry, retryIndex, undefined).hiMs;
}

/** What asks for no wait leaves the own backoff in force: so short a series of waits would be drawn less than once in a million. */
function hotLoopRuling({ input, gaps }: Judging): Ruling | undefined {
  const { retry } = input.policy;
  const own = gaps.filter(({ before, isSeen }) => isSeen && leavesOwnBackoff(retryAfterOf(before)));
  const [first] = own;
  if (retry === undefined || first === undefined) return undefined;
  const chance = own.reduce((product, gap) => product * chanceOfWait(gap, retry, input), 1);
  const waits = own.map(({ atMostMs }) => msText(atMostMs)).slice(0, MAX_SHOWN_COUNT);
  const last = own.at(-1) ?? first;
  const witness = [...own.map(({ before }) => before.id), last.after.id];
  const seen = `waited ${waits.join(', ')} after a Retry-After that asks for no wait`;
  if (chance < RARE) return { kind: 'broken', expected: 'its own backoff', seen, witness };
  return { kind: 'kept', isShown: false, seen, witness };
}

/** Not the value 0: that one asks to come at once. */
function leavesOwnBackoff(value: RetryAfterValue | undefined): boolean {
  return value?.kind === 'invalid' || (value?.kind === 'date' && value.isPast);
}

/**
 * How likely a right consumer draws a wait so short. Some count only the attempts that were not asked for in the growth of their backoff,
 * so that the first wait is the measure of all, and less than half of it is no rounding.
 */
function chanceOfWait({ atMostMs }: Gap, retry: RetryPolicy, { noise }: OracleInput): number {
  const { loMs, hiMs } = waitBounds(retry, 1, undefined);
  const longestMs = atMostMs + noise.epsilonMs;
  if (longestMs < loMs / 2) return 0;
  if (!Number.isFinite(hiMs) || hiMs <= loMs || longestMs < loMs) return 1;
  return Math.min((longestMs - loMs) / (hiMs - loMs), 1);
}

/** Two different values that were asked for, both beyond the own backoff, and both kept. */
function movedWith(judged: readonly JudgedWait[]): readonly Ruling[] {
  const beyond = judged.filter((one) => one.kind === 'kept' && one.beyondMs !== undefined);
  const [first] = beyond;
  const other = beyond.find(({ beyondMs }) => Math.abs((beyondMs ?? 0) - (first?.beyondMs ?? 0)) >= LEAST_DISTANCE_MS);
  if (first?.kind !== 'kept' || other?.kind !== 'kept') return [];
  return [{ kind: 'kept', isShown: true, seen: `${first.seen}; ${other.seen}`, witness: [...first.witness, ...other.witness] }];
}

const RARE = 1e-6;
const LEAST_DISTANCE_MS = 1_000;
const MAX_SHOWN_COUNT = 5;
