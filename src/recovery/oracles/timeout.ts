import type { Exchange } from '../../journal/exchange.js';
import { attemptTimeoutMs } from '../../policy/attempt-timeout.js';
import type { RecoveryPolicy } from '../../policy/policy.js';
import type { Causality } from '../causality.js';
import { createCausality } from '../causality.js';
import type { HiddenAttempts } from '../hidden-attempts.js';
import { hiddenAttempts } from '../hidden-attempts.js';
import { endOfJournal } from '../journal-end.js';
import type { LogicalCall, Noise, Oracle, OracleInput } from '../oracle.js';
import type { Ruling } from '../ruling.js';
import { asFarAsGrouped, msText, sumUp } from '../ruling.js';

/**
 * An attempt that is never answered is given up on at the timeout: its connection is closed, or the next attempt starts. A timeout that grows
 * is that of the attempt's number; where attempts may have gone unseen its number may be higher, and then nothing is too late. Proved when,
 * with a canary in the run, one was given up on neither too early nor too late; too late is refuted only against the canary.
 */
export const timeout: Oracle = {
  claim: 'timeout',
  summary: 'An attempt without an answer is given up on when its time is up, not before and not much after.',
  source: 'https://sre.google/sre-book/addressing-cascading-failures/#latency-and-deadlines',
  judge: (input) => {
    if (input.policy.timeoutMs === undefined) return [];
    const judging = {
      input,
      causality: createCausality(input),
      hidden: hiddenAttempts(input),
      endMs: endOfJournal(input.journal),
    };
    const rulings = input.calls.flatMap((call) =>
      asFarAsGrouped(
        call,
        call.attempts.map((_, index) => ruling(call, index, judging)),
      ),
    );
    return [sumUp('timeout', expectedText(input.policy), rulings)];
  },
};

interface Judging {
  readonly input: OracleInput;
  readonly causality: Causality;
  readonly hidden: HiddenAttempts;
  readonly endMs: number;
}

function ruling(call: LogicalCall, index: number, { input, causality, hidden, endMs }: Judging): Ruling {
  const attempt = call.attempts[index];
  const timeoutMs = attemptTimeoutMs(input.policy, index + 1) ?? Number.POSITIVE_INFINITY;
  if (attempt === undefined || !wasLeftWaiting(attempt)) return { kind: 'unclear', reason: 'every attempt was answered' };
  const next = call.attempts[index + 1];
  const givenUpAtMs = givenUpAt(attempt, next, endMs);
  const witness = next === undefined ? [attempt.id] : [attempt.id, next.id];
  const { noise } = input;
  // Sent no later than it was read, and seen to end no earlier than it did.
  const atLeastMs = givenUpAtMs - attempt.receivedFirstAtMs;
  const atMostMs = givenUpAtMs - causality.sentAtEarliestMs(call, index);
  const seen = `given up on after ${msText(atLeastMs)}`;
  if (mayBeEarly(call, index, input) && attempt.response === undefined && atMostMs < timeoutMs - noise.epsilonMs) {
    return { kind: 'broken', expected: `not before ${msText(timeoutMs)}`, seen, witness };
  }
  const isClosed = attempt.outcome === 'aborted' && givenUpAtMs === attempt.respondedLastAtMs;
  if (!isClosed && hidden.mayBeBetween(attempt.receivedFirstAtMs, givenUpAtMs)) {
    return { kind: 'unclear', reason: 'the next attempt may have come where nobody listened' };
  }
  if (atLeastMs > timeoutMs && mayHaveMoreTime(call, index, { input, hidden })) {
    return { kind: 'unclear', reason: 'attempts before it may have gone unseen, so that it may have been given more time' };
  }
  return lateRuling({ attempt, next, atLeastMs, timeoutMs, seen, witness }, noise);
}

interface GivenUp {
  readonly attempt: Exchange;
  readonly next: Exchange | undefined;
  readonly atLeastMs: number;
  readonly timeoutMs: number;
  readonly seen: string;
  readonly witness: readonly string[];
}

function lateRuling({ attempt, next, atLeastMs, timeoutMs, seen, witness }: GivenUp, noise: Noise): Ruling {
  const { latenessMs } = noise;
  if (latenessMs !== undefined && atLeastMs - latenessMs > timeoutMs + latenessMs + noise.epsilonMs) {
    const isPending = attempt.respondedLastAtMs === undefined && next === undefined;
    const late = isPending ? `still pending after ${msText(atLeastMs)}` : seen;
    return { kind: 'broken', expected: `no later than ${msText(timeoutMs)}`, seen: late, witness };
  }
  if (attempt.respondedLastAtMs === undefined && next === undefined)
    return { kind: 'unclear', reason: 'the run ended before it was given up on' };
  if (atLeastMs < timeoutMs - noise.epsilonMs) return { kind: 'unclear', reason: 'the machine may have made the time look shorter' };
  if (latenessMs !== undefined) return { kind: 'kept', isShown: true, seen, witness };
  // Without a canary it is not too late for a machine that stands still, but neither is it shown to be in time.
  return atLeastMs > 2 * timeoutMs
    ? { kind: 'unclear', reason: 'without a canary nothing is too late' }
    : { kind: 'kept', isShown: false, seen, witness };
}

function mayHaveMoreTime(call: LogicalCall, index: number, { input, hidden }: Pick<Judging, 'input' | 'hidden'>): boolean {
  return input.policy.timeoutGrowth !== undefined && hidden.mayBeBefore(call, index);
}

function expectedText({ timeoutMs = 0, timeoutGrowth }: RecoveryPolicy): string {
  if (timeoutGrowth === undefined) return `given up on after ${msText(timeoutMs)}`;
  const { factor, capMs } = timeoutGrowth;
  const cap = Number.isFinite(capMs) ? `, at most ${msText(capMs)}` : '';
  return `given up on after ${msText(timeoutMs)}, ${factor} times as long at each further attempt${cap}`;
}

/** Nothing came, or not all of it, and it was not the answering side that ended it. */
function wasLeftWaiting({ outcome, respondedLastAtMs }: Exchange): boolean {
  return outcome === 'aborted' || outcome === 'timedOut' || respondedLastAtMs === undefined;
}

function givenUpAt({ respondedLastAtMs, outcome }: Exchange, next: Exchange | undefined, endMs: number): number {
  const closedAtMs = outcome === 'aborted' ? respondedLastAtMs : undefined;
  return Math.min(closedAtMs ?? endMs, next?.receivedFirstAtMs ?? endMs);
}

/** Whoever is told to stop, by a deadline, by the winner of a hedge, or by the end of the run, stops early and rightly so. */
function mayBeEarly({ attempts, ask }: LogicalCall, index: number, { policy }: OracleInput): boolean {
  if (policy.hedge !== undefined) return false;
  // What a deadline ends has no further attempt.
  if (index + 1 < attempts.length) return true;
  if (policy.deadlineMs !== undefined) return false;
  return ask?.answeredAtMs !== undefined && ask.outcome !== 'pending';
}
