import { attemptEnd, isRetryable } from '../attempt-end.js';
import type { HiddenAttempts } from '../hidden-attempts.js';
import { hiddenAttempts } from '../hidden-attempts.js';
import type { LogicalCall, Oracle, OracleInput } from '../oracle.js';
import type { Ruling } from '../ruling.js';
import { asFarAsGrouped, msText, sumUp } from '../ruling.js';

/**
 * No attempt starts after the deadline of its call. Put to the test, and so proved, when a call was given up on while attempts were left. Needs a
 * canary to refute: without one an attempt that comes late may have been sent in time.
 */
export const deadline: Oracle = {
  claim: 'deadline',
  summary: 'No attempt starts after the deadline of the whole call.',
  source: 'https://grpc.io/docs/guides/deadlines/',
  judge: (input) => {
    const { deadlineMs } = input.policy;
    if (deadlineMs === undefined) return [];
    const judging = { input, deadlineMs, hidden: hiddenAttempts(input) };
    const rulings = input.calls.flatMap((call) => asFarAsGrouped(call, [ruling(call, judging)]));
    return [sumUp('deadline', `no attempt later than ${msText(deadlineMs)} after the call began`, rulings)];
  },
};

interface Judging {
  readonly input: OracleInput;
  readonly deadlineMs: number;
  readonly hidden: HiddenAttempts;
}

function ruling(call: LogicalCall, { input: { noise, policy }, deadlineMs, hidden }: Judging): Ruling {
  const [first] = call.attempts;
  const last = call.attempts.at(-1);
  if (first === undefined || last === undefined) return { kind: 'unclear', reason: 'no attempt' };
  // The call began no later than its first attempt was seen, so that this is the least it lasted.
  const lastsMs = last.receivedFirstAtMs - first.receivedFirstAtMs;
  const witness = first === last ? [first.id] : [first.id, last.id];
  const seen = `the last attempt came ${msText(lastsMs)} after the first`;
  if (lastsMs > deadlineMs + noise.epsilonMs) {
    if (noise.latenessMs === undefined) return { kind: 'unclear', reason: 'without a canary no attempt is too late' };
    if (lastsMs - noise.latenessMs > deadlineMs + noise.latenessMs) {
      return { kind: 'broken', expected: `none later than ${msText(deadlineMs)}`, seen, witness };
    }
    return { kind: 'unclear', reason: 'the attempt came no later than the machine may make it' };
  }
  const isFailing = isRetryable(attemptEnd(last), policy.retry?.on);
  const hasMore = call.attempts.length < (policy.retry?.attemptCount ?? Number.POSITIVE_INFINITY);
  if (!isFailing) return { kind: 'unclear', reason: 'no call lasted to its deadline' };
  // Given up with attempts left, and the next one would have been beyond the deadline: what else could have ended it is claimed elsewhere.
  const isShown = hasMore && call.ask?.answeredAtMs !== undefined && call.ask.answeredAtMs - call.ask.askedAtMs >= deadlineMs / 2;
  return { kind: 'kept', isShown: isShown && call.attempts.length > 1 && !hidden.mayBeBefore(call, undefined), seen, witness };
}
