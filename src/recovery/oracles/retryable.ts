import type { RetryCondition } from '../../policy/policy.js';
import type { AttemptEnd } from '../attempt-end.js';
import { attemptEnd, isFailure, isRetryable, textFromEnd } from '../attempt-end.js';
import { isIdempotent, keyNamesOf, sharesKey } from '../call-safety.js';
import type { Causality } from '../causality.js';
import { createCausality } from '../causality.js';
import { faultKindsOf } from '../fault-kinds-of.js';
import type { Gap } from '../gaps.js';
import { gapsOf } from '../gaps.js';
import type { HiddenAttempts } from '../hidden-attempts.js';
import { hiddenAttempts } from '../hidden-attempts.js';
import { onceForInput } from '../once-for-input.js';
import type { LogicalCall, Oracle, OracleInput } from '../oracle.js';
import type { Ruling } from '../ruling.js';
import { asFarAsGrouped, sumUp } from '../ruling.js';
import { DAMAGING_FAULTS } from '../damage.js';
import { headerValue } from '../../wire/http-message.js';

/**
 * Failures of the retryable set are tried again, and no others. Put to the test, and so proved, when one inside was tried again and one outside
 * was not.
 */
export const retryable: Oracle = {
  claim: 'retryable',
  summary: 'What the policy names is tried again, and nothing else.',
  source: 'https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2',
  judge: (input) => {
    const on = input.policy.retry?.on;
    if (on === undefined) return [];
    const gaps = gapsOf(input);
    const causality = createCausality(input);
    const hidden = hiddenAttempts(input);
    const byCall = input.calls.map((call) => ({
      call,
      own: rulingsOfCall(call, { input, on, gaps: gaps.get(call) ?? [], causality, hidden }),
    }));
    const rulings = byCall.flatMap(({ call, own }) => asFarAsGrouped(call, own));
    const certain = byCall.flatMap(({ call, own }) => (call.isCertain ? own : []));
    return [sumUp('retryable', `retried: ${on.map(textFromCondition).join(', ') || 'nothing'}`, [...rulings, ...bothSides(certain)])];
  },
};

interface Judging {
  readonly input: OracleInput;
  readonly on: readonly RetryCondition[];
  readonly gaps: readonly Gap[];
  readonly causality: Causality;
  readonly hidden: HiddenAttempts;
}

function rulingsOfCall(call: LogicalCall, judging: Judging): readonly Ruling[] {
  const { input } = judging;
  if (input.policy.hedge !== undefined && call.attempts.length > 1) {
    return [{ kind: 'unclear', reason: 'a hedge cannot be told from a retry' }];
  }
  const retried = judging.gaps.map((gap) => retriedRuling(gap, judging));
  return [...retried, lastRuling(call, judging)];
}

/** It was tried again: was it right to? */
function retriedRuling({ call, before, after, end, isSeen }: Gap, { input, on }: Judging): Ruling {
  const witness = [before.id, after.id];
  const seen = `${textFromEnd(end)} was tried again`;
  if (isRetryable(end, on)) return { kind: 'kept', isShown: false, seen, witness };
  const isOtherRequest = before.request.method !== after.request.method || before.request.target !== after.request.target;
  if (isOtherRequest || !isFailure(end)) return { kind: 'unclear', reason: 'what followed need not be a retry' };
  if (end.kind !== 'timeout' && !isSeen) return { kind: 'unclear', reason: 'the consumer may have given up before' };
  if (isFirstDemand(call, before.id, end)) return { kind: 'unclear', reason: 'it may have come again with other credentials' };
  if (isIdleClosed(before, input)) return { kind: 'unclear', reason: 'an idle connection was closed, which any client may overlook' };
  // What the consumer made of a body that cannot be read is its own affair.
  if (faultKindsOf(before, input.journal).some((kind) => DAMAGING_FAULTS.has(kind)) && end.kind === 'status') {
    return { kind: 'unclear', reason: 'the answer was damaged' };
  }
  return { kind: 'broken', expected: `${textFromEnd(end)} is not tried again`, seen, witness };
}

/** It was not tried again: was it right not to? */
function lastRuling(call: LogicalCall, { input, on, causality, hidden }: Judging): Ruling {
  const last = call.attempts.at(-1);
  if (last === undefined) return { kind: 'unclear', reason: 'no attempt' };
  const end = attemptEnd(last);
  const seen = `${textFromEnd(end)} was not tried again`;
  const isOver = call.ask?.answeredAtMs !== undefined;
  if (!isFailure(end) || !isOver) return { kind: 'unclear', reason: 'no attempt failed while the consumer still wanted an answer' };
  if (hidden.mayBeBefore(call, undefined)) return { kind: 'unclear', reason: 'it may have been tried again where nobody listened' };
  if (!causality.hasSeenEnd(call, call.attempts.length - 1)) return { kind: 'unclear', reason: 'the consumer may have given up before' };
  if (!isRetryable(end, on)) return { kind: 'kept', isShown: false, seen, witness: [last.id] };
  if (call.attempts.length > 1)
    return { kind: 'kept', isShown: false, seen: `${textFromEnd(end)} was given up on in the end`, witness: [last.id] };
  if (!mustRetry(call, end, input)) return { kind: 'unclear', reason: 'the policy has other reasons not to try again' };
  return { kind: 'broken', expected: `${textFromEnd(end)} is tried again`, seen, witness: [last.id] };
}

/** Nothing else of the policy, and nothing in the answer, lets the consumer give up after the first attempt. */
function mustRetry(call: LogicalCall, end: AttemptEnd, { policy, expectations }: OracleInput): boolean {
  const [first] = call.attempts;
  if (first === undefined || (policy.retry?.attemptCount ?? 1) < 2 || expectations.attemptsAtMost === 1) return false;
  const { budget, breaker, bulkhead, deadlineMs, queue } = policy;
  if ([budget, breaker, bulkhead, deadlineMs, queue].some((claim) => claim !== undefined)) return false;
  // What is kept for later is tried again when nobody waits for it any more.
  if (policy.fallback === 'queue') return false;
  if (first.response !== undefined && headerValue(first.response.headers, 'retry-after') !== undefined) return false;
  // Who streams a body cannot start again when it breaks off.
  if (end.kind === 'timeout' || (end.kind === 'network' && end.hasBegun)) return false;
  return isIdempotent(first.request.method) || sharesKey([first], keyNamesOf(policy));
}

function isFirstDemand({ attempts }: LogicalCall, id: string, end: AttemptEnd): boolean {
  if (end.kind !== 'status' || (end.status !== 401 && end.status !== 407)) return false;
  return attempts.find(({ response }) => response?.status === end.status)?.id === id;
}

/** @see RFC 9112 §9.3.1: a client may repeat a request whose connection was closed before any answer */
function isIdleClosed({ id, connectionId, outcome, response }: Gap['before'], input: OracleInput): boolean {
  if (outcome !== 'reset' || response !== undefined || connectionId === '') return false;
  return firstIds(input).get(connectionId) !== id;
}

/** The first exchange of each connection. */
const firstIds = onceForInput(({ journal }): ReadonlyMap<string, string> => {
  const ids = new Map<string, string>();
  for (const { connectionId, id } of journal.exchanges) if (!ids.has(connectionId)) ids.set(connectionId, id);
  return ids;
});

/** Each side alone is only consistent: together they show the set. */
function bothSides(rulings: readonly Ruling[]): readonly Ruling[] {
  const kept = rulings.filter((ruling) => ruling.kind === 'kept');
  const inside = kept.find(({ seen }) => seen.endsWith(' was tried again'));
  const outside = kept.find(({ seen }) => seen.endsWith(' was not tried again'));
  if (inside === undefined || outside === undefined) return [];
  const seen = [...new Set(kept.map((ruling) => ruling.seen))].slice(0, MAX_SHOWN_COUNT).join('; ');
  return [{ kind: 'kept', isShown: true, seen, witness: [...inside.witness, ...outside.witness] }];
}

function textFromCondition(condition: RetryCondition): string {
  if (condition.kind !== 'status') return condition.kind;
  return condition.first === condition.last ? String(condition.first) : `${condition.first}-${condition.last}`;
}

const MAX_SHOWN_COUNT = 12;
