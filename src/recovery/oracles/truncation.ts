import { hasSucceeded } from '../attempt-outcome.js';
import { isVisiblyDamaged } from '../damage.js';
import type { LogicalCall, Oracle, OracleInput } from '../oracle.js';
import type { Ruling } from '../ruling.js';
import { asFarAsGrouped, sumUp } from '../ruling.js';

/**
 * A body that came damaged ends in an error or in another attempt, never in success. Put to the test, and so proved, when a damaged answer was
 * followed by either. Says nothing of calls of which nobody knows what the consumer made of them.
 */
export const truncation: Oracle = {
  claim: 'truncation',
  summary: 'A truncated or garbled body ends in an error or a retry, never in success.',
  source: 'https://www.rfc-editor.org/rfc/rfc9112#section-8',
  judge: (input) => {
    if (input.expectations.noSilentCorruption !== true) return [];
    const rulings = input.calls.flatMap((call) => asFarAsGrouped(call, [ruling(call, input)]));
    return [sumUp('truncation', 'a damaged body ends in an error or a retry', rulings)];
  },
};

function ruling(call: LogicalCall, { journal, policy }: OracleInput): Ruling {
  const index = call.attempts.findLastIndex((attempt) => isVisiblyDamaged(attempt, journal));
  const damaged = call.attempts[index];
  if (damaged === undefined) return { kind: 'unclear', reason: 'no body came damaged' };
  const next = call.attempts[index + 1];
  if (next !== undefined) {
    return { kind: 'kept', isShown: true, seen: 'the damaged body was asked for again', witness: [damaged.id, next.id] };
  }
  const { ask } = call;
  if (ask === undefined || ask.outcome === 'pending')
    return { kind: 'unclear', reason: 'what the consumer made of the damaged body was not recorded' };
  const witness = [damaged.id, ask.id];
  if (ask.outcome === 'failed') return { kind: 'kept', isShown: true, seen: 'the damaged body ended in an error', witness };
  // A declared fallback, or another answer to the same call, is a success of its own.
  const hasOther = policy.fallback !== undefined || call.attempts.some((attempt) => hasSucceeded(attempt) && attempt !== damaged);
  if (hasOther) return { kind: 'unclear', reason: 'the success may come from elsewhere' };
  return { kind: 'broken', expected: 'an error or another attempt', seen: 'success was told of a damaged body', witness };
}
