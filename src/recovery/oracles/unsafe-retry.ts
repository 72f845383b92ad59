import type { Exchange } from '../../journal/exchange.js';
import { attemptEnd, textFromEnd } from '../attempt-end.js';
import { isIdempotent, keyNamesOf, sharesKey } from '../call-safety.js';
import type { LogicalCall, Oracle, OracleInput } from '../oracle.js';
import type { Ruling } from '../ruling.js';
import { asFarAsGrouped, sumUp } from '../ruling.js';

/**
 * A call that is not idempotent and may have been done is not made again, unless one key on all its attempts lets the provider know it again. Put
 * to the test, and so proved, when such a call failed after it had been received, and was repeated under one key or not at all.
 */
export const unsafeRetry: Oracle = {
  claim: 'unsafe-retry',
  summary: 'A non-idempotent request that may have been applied is not repeated without an idempotency key.',
  source: 'https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2',
  judge: (input) => {
    const { retry, hedge, idempotency } = input.policy;
    if (retry === undefined && hedge === undefined && idempotency === undefined) return [];
    const rulings = input.calls.flatMap((call) => asFarAsGrouped(call, [ruling(call, input)]));
    return [sumUp('unsafe-retry', 'non-idempotent calls are repeated only under one idempotency key', rulings)];
  },
};

function ruling(call: LogicalCall, { policy }: OracleInput): Ruling {
  const index = call.attempts.findIndex(mayBeApplied);
  const first = call.attempts[index];
  if (first === undefined) return { kind: 'unclear', reason: 'no non-idempotent call failed after it was received' };
  const next = call.attempts.slice(index + 1).find(({ request }) => isSameRequest(request, first.request));
  if (next === undefined) {
    const isOver = call.ask?.answeredAtMs !== undefined;
    return { kind: 'kept', isShown: isOver, seen: `${first.request.method} was not repeated`, witness: [first.id] };
  }
  const repeats = call.attempts.filter(({ request }) => isSameRequest(request, first.request));
  const witness = [first.id, next.id];
  if (sharesKey(repeats, keyNamesOf(policy))) {
    return { kind: 'kept', isShown: true, seen: `${first.request.method} was repeated under one key`, witness };
  }
  const seen = `${first.request.method} was sent again after ${textFromEnd(attemptEnd(first))}, without a key that is the same on all attempts`;
  return { kind: 'broken', expected: `${first.request.method} is not repeated without one idempotency key`, seen, witness };
}

/** Received, and nothing says that it was not done: an answer of 3xx or 4xx does. */
function mayBeApplied({ request, response, outcome, effect }: Exchange): boolean {
  if (isIdempotent(request.method) || outcome === 'refused') return false;
  if (effect !== undefined && outcome !== 'answered') return true;
  return response === undefined || response.status >= 500 || (outcome !== 'answered' && response.status < 300);
}

function isSameRequest(one: Exchange['request'], other: Exchange['request']): boolean {
  return one.method === other.method && one.target === other.target;
}
