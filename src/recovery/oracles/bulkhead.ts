import type { Exchange } from '../../journal/exchange.js';
import { attemptTimeoutMs } from '../../policy/attempt-timeout.js';
import { endOfAttempt } from '../attempt-outcome.js';
import type { Causality } from '../causality.js';
import { createCausality } from '../causality.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import type { Judgement, LogicalCall, Oracle, OracleInput } from '../oracle.js';
import { sumUp } from '../ruling.js';
import { failureShownAtMs } from '../timing.js';
import type { FullTime } from '../unmoved-latency.js';
import { unmovedLatency } from '../unmoved-latency.js';

/**
 * At most so many calls are in flight at once. An attempt counts from its arrival for as long as its consumer cannot have known its end,
 * so that one which is given up and replaced is not counted twice. Exercised: as many as allowed were in flight while more was asked. What
 * has nothing to do with the link is meanwhile answered as fast as ever.
 */
export const bulkhead: Oracle = {
  claim: 'bulkhead',
  summary: 'At most so many calls of the link are in flight at once, and other operations stay as fast as they were.',
  source: 'https://learn.microsoft.com/azure/architecture/patterns/bulkhead',
  judge: (input) => {
    const limit = input.policy.bulkhead?.concurrentCount;
    if (limit === undefined) return [];
    const crowds = crowdsOf(input, limit);
    const others = sumUp('bulkhead', 'other operations are answered as fast as ever', unmovedLatency(input, crowds.full));
    return [judgeCount(input, limit, crowds.largest), { ...others, subject: 'other operations' }];
  },
};

function judgeCount(input: OracleInput, limit: number, crowd: readonly Exchange[]): Judgement {
  const about = { claim: 'bulkhead', expected: `at most ${limit} calls in flight at once` } as const;
  const witness = crowd.map(({ id }) => id);
  const seen = `${crowd.length} at once`;
  if (crowd.length > limit) return refuted({ ...about, seen, witness });
  if (crowd.length < limit) return inconclusive({ ...about, seen: `at most ${seen}` }, 'never were so many calls wanted at once');
  const [last] = crowd.slice(-1);
  const isPressed = last !== undefined && openAskCount(input, last.receivedFirstAtMs) > limit;
  return judgementOf(isPressed ? { kind: 'proved' } : { kind: 'consistent', caseCount: crowd.length }, { ...about, seen, witness });
}

interface Crowds {
  readonly largest: readonly Exchange[];
  /** When at least as many were in flight as are allowed. */
  readonly full: readonly FullTime[];
}

/** Ends come before beginnings at the same instant. */
function crowdsOf(input: OracleInput, limit: number): Crowds {
  const causality = createCausality(input);
  const moves = input.calls.flatMap((call) =>
    call.attempts.flatMap((attempt, index) => {
      const endMs = surelyUntilMs(call, index, { input, causality });
      if (endMs <= attempt.receivedFirstAtMs) return [];
      return [
        { atMs: attempt.receivedFirstAtMs, order: 1, attempt },
        { atMs: endMs, order: 0, attempt },
      ];
    }),
  );
  moves.sort((left, right) => left.atMs - right.atMs || left.order - right.order);
  const inFlight = new Set<Exchange>();
  let largest: readonly Exchange[] = [];
  const full: FullTime[] = [];
  let fullSinceMs: number | undefined;
  for (const { order, attempt, atMs } of moves) {
    if (order === 0) inFlight.delete(attempt);
    else inFlight.add(attempt);
    if (inFlight.size > largest.length) largest = [...inFlight];
    if (inFlight.size >= limit) fullSinceMs ??= atMs;
    else if (fullSinceMs !== undefined) {
      full.push({ fromMs: fullSinceMs, toMs: atMs });
      fullSinceMs = undefined;
    }
  }
  return { largest, full: fullSinceMs === undefined ? full : [...full, { fromMs: fullSinceMs, toMs: Number.POSITIVE_INFINITY }] };
}

/** Until the failure was shown, if the consumer was still there to see it; otherwise no longer than its own time, and some time before its end was seen. */
function surelyUntilMs(
  call: LogicalCall,
  index: number,
  { input, causality }: { readonly input: OracleInput; readonly causality: Causality },
): number {
  const attempt = call.attempts[index];
  if (attempt === undefined) return Number.NEGATIVE_INFINITY;
  if (causality.wasWaiting(call, index)) return failureShownAtMs(attempt) ?? attempt.receivedFirstAtMs;
  const timeoutMs = attemptTimeoutMs(input.policy, index + 1) ?? Number.POSITIVE_INFINITY;
  const gaveUpMs = causality.sentAtEarliestMs(call, index) + timeoutMs;
  if (attempt.outcome === 'timedOut') return attempt.receivedFirstAtMs;
  return Math.min(gaveUpMs, endOfAttempt(attempt) - causality.freezeMs);
}

function openAskCount({ asks }: OracleInput, atMs: number): number {
  return asks.filter(({ askedAtMs, answeredAtMs }) => askedAtMs <= atMs && atMs < (answeredAtMs ?? Number.POSITIVE_INFINITY)).length;
}
