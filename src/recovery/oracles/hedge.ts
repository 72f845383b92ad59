import type { Exchange } from '../../journal/exchange.js';
import type { HedgePolicy } from '../../policy/policy.js';
import type { Causality } from '../causality.js';
import { createCausality } from '../causality.js';
import { isBeside } from '../gaps.js';
import type { LogicalCall, Oracle, OracleInput } from '../oracle.js';
import type { Ruling } from '../ruling.js';
import { asFarAsGrouped, msText, sumUp } from '../ruling.js';

/**
 * A further attempt starts beside the first once it has been unanswered for the claimed time, and there are no more than claimed. Put to the
 * test, and so proved, when an attempt was hedged in time; that it came too late is refuted only against a canary.
 */
export const hedge: Oracle = {
  claim: 'hedge',
  summary: 'Attempts beside an unanswered one start after the claimed time, and no more than claimed.',
  source: 'https://research.google/pubs/the-tail-at-scale/',
  judge: (input) => {
    const claimed = input.policy.hedge;
    if (claimed === undefined) return [];
    const judging = { input, claimed, causality: createCausality(input) };
    const rulings = input.calls.flatMap((call) => asFarAsGrouped(call, rulingsOfCall(call, judging)));
    return [sumUp('hedge', `beside it after ${msText(claimed.afterMs)}, ${claimed.attemptCount} together`, rulings)];
  },
};

interface Judging {
  readonly input: OracleInput;
  readonly claimed: HedgePolicy;
  readonly causality: Causality;
}

function rulingsOfCall(call: LogicalCall, judging: Judging): readonly Ruling[] {
  return call.attempts.flatMap((_, index) => [...crowdRulings(call, index, judging), beginRuling(call, index, judging)]);
}

/** How many are under way when this one starts, it included: an attempt whose end the consumer cannot know of yet is. */
function crowdRulings({ attempts }: LogicalCall, index: number, { claimed, causality }: Judging): readonly Ruling[] {
  const started = attempts[index];
  if (started === undefined) return [];
  // That the consumer gave up on one is noticed late.
  const isGivenUp = ({ outcome, respondedLastAtMs = Number.POSITIVE_INFINITY }: Exchange): boolean =>
    outcome === 'aborted' && respondedLastAtMs < started.receivedFirstAtMs + causality.freezeMs;
  const crowd = attempts.slice(0, index + 1).filter((one) => one === started || (isBeside(one, started) && !isGivenUp(one)));
  if (crowd.length <= claimed.attemptCount) return [];
  const witness = crowd.map(({ id }) => id);
  return [{ kind: 'broken', expected: `at most ${claimed.attemptCount} at once`, seen: `${crowd.length} at once`, witness }];
}

function beginRuling(call: LogicalCall, index: number, { input, claimed, causality }: Judging): Ruling {
  const attempt = call.attempts[index];
  const next = call.attempts[index + 1];
  if (attempt === undefined) return { kind: 'unclear', reason: 'no attempt' };
  const { noise, policy } = input;
  if (next === undefined || !isBeside(attempt, next)) {
    const openMs = (attempt.respondedFirstAtMs ?? attempt.respondedLastAtMs ?? attempt.receivedFirstAtMs) - attempt.receivedFirstAtMs;
    const { latenessMs } = noise;
    const isLone = index === 0 && next === undefined && attempt.outcome === 'answered';
    if (isLone && latenessMs !== undefined && openMs - latenessMs > claimed.afterMs + latenessMs + noise.epsilonMs) {
      const seen = `alone for ${msText(openMs)}`;
      return { kind: 'broken', expected: `a second one after ${msText(claimed.afterMs)}`, seen, witness: [attempt.id] };
    }
    return { kind: 'unclear', reason: 'no attempt was unanswered for long enough' };
  }
  // What comes after the attempt's own timeout is a retry.
  const waitedMs = next.receivedFirstAtMs - attempt.receivedFirstAtMs;
  if (policy.timeoutMs !== undefined && waitedMs >= policy.timeoutMs)
    return { kind: 'unclear', reason: 'what came after the timeout is a retry' };
  const witness = [attempt.id, next.id];
  const seen = `after ${msText(waitedMs)}`;
  if (next.receivedFirstAtMs - causality.sentAtEarliestMs(call, index) < claimed.afterMs - noise.epsilonMs) {
    return { kind: 'broken', expected: `no second one before ${msText(claimed.afterMs)}`, seen, witness };
  }
  return { kind: 'kept', isShown: waitedMs >= claimed.afterMs - noise.epsilonMs, seen, witness };
}
