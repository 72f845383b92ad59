import { durationFromMs } from '../base/duration.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import type { Backoff, Jitter, RecoveryPolicy, RetryCondition } from './policy.js';

/**
 * The policy as a `recovery:` block: what is not claimed is left out. Reading it again gives the same policy, durations to a µs.
 *
 * @param policy - any
 */
export function jsonFromPolicy(policy: RecoveryPolicy): JsonObject {
  const { retry, budget, breaker, bulkhead, hedge, queue, reconnect } = policy;
  return withoutGaps({
    timeout: timeoutJson(policy),
    deadline: durationText(policy.deadlineMs),
    retry:
      retry &&
      withoutGaps({
        attempts: finite(retry.attemptCount),
        ...jsonFromWaits(retry.backoff, retry.jitter),
        on: retry.on?.map(conditionJson),
      }),
    retryAfter: retryAfterJson(policy),
    rateLimit: policy.rateLimit,
    budget: budget && { ratio: budget.ratio, floor: budget.floorCount, window: neededText(budget.windowMs) },
    breaker: breaker && { failures: breaker.failureCount, open: neededText(breaker.openMs), probes: breaker.probeCount },
    bulkhead: bulkhead && { concurrent: bulkhead.concurrentCount },
    hedge: hedge && { after: neededText(hedge.afterMs), attempts: hedge.attemptCount },
    queue: queue && withoutGaps({ ordered: queue.isOrdered, drain: durationText(queue.drainMs) }),
    idempotency: policy.idempotency,
    fallback: policy.fallback,
    reconnect: reconnect && withoutGaps({ attempts: reconnect.attemptCount, ...jsonFromWaits(reconnect.backoff, reconnect.jitter) }),
  });
}

function jsonFromWaits(backoff: Backoff, jitter: Jitter): JsonObject {
  // Nothing is claimed of the waits.
  if (backoff.kind === 'none' && jitter.kind === 'additive' && jitter.maxMs === Number.POSITIVE_INFINITY) return {};
  return {
    backoff: backoff.kind,
    base: 'baseMs' in backoff ? durationText(backoff.baseMs) : undefined,
    factor: backoff.kind === 'exponential' ? backoff.factor : undefined,
    cap: 'capMs' in backoff ? durationText(backoff.capMs) : undefined,
    jitter: jitterJson(jitter),
  };
}

function jitterJson(jitter: Jitter): JsonValue {
  switch (jitter.kind) {
    case 'proportional':
      return { kind: jitter.kind, ratio: jitter.ratio };
    case 'additive':
      return { kind: jitter.kind, max: neededText(jitter.maxMs) };
    default:
      return jitter.kind;
  }
}

function conditionJson(condition: RetryCondition): JsonValue {
  if (condition.kind !== 'status') return condition.kind;
  const { first, last } = condition;
  if (first === last) return first;
  if ((first === 400 || first === 500) && last === first + 99) return `${first / 100}XX`;
  return `${first}-${last}`;
}

function retryAfterJson({ retryAfter }: RecoveryPolicy): JsonValue | undefined {
  return retryAfter?.kind === 'capped' ? { cap: neededText(retryAfter.capMs) } : retryAfter?.kind;
}

function timeoutJson({ timeoutMs, timeoutGrowth }: RecoveryPolicy): JsonValue | undefined {
  if (timeoutMs === undefined || timeoutGrowth === undefined) return durationText(timeoutMs);
  return withoutGaps({ first: neededText(timeoutMs), factor: timeoutGrowth.factor, cap: durationText(timeoutGrowth.capMs) });
}

/** `undefined` also for what has no bound. */
function durationText(lengthMs: number | undefined): string | undefined {
  return lengthMs === undefined || lengthMs === Number.POSITIVE_INFINITY ? undefined : neededText(lengthMs);
}

function neededText(lengthMs: number): string {
  return Number.isInteger(lengthMs) ? durationFromMs(lengthMs) : `${Number(lengthMs.toFixed(3))}ms`;
}

function finite(count: number): number | undefined {
  return Number.isFinite(count) ? count : undefined;
}

function withoutGaps(json: JsonObject): JsonObject {
  const held = Object.entries(json).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return Object.fromEntries(held);
}
