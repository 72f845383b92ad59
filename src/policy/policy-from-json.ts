import { msFromDuration } from '../base/duration.js';
import { InputError, invariant } from '../base/errors.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Place } from '../base/place.js';
import { schemaFromValue } from '../schema/schema-from-value.js';
import { waitsFromJson } from './backoff-from-json.js';
import type {
  BreakerPolicy,
  HedgePolicy,
  QueuePolicy,
  ReconnectPolicy,
  RecoveryPolicy,
  RetryAfterPolicy,
  RetryBudget,
  RetryCondition,
  RetryPolicy,
} from './policy.js';
import { policySchema } from './policy-schema.js';
import { firstShapeProblem } from './shape-problem.js';

/**
 * The policy that a `recovery:` block claims. What is not written is not claimed.
 *
 * @param json - as `policySchema` has it
 * @param at - where the block stands; the pointer of what is wrong is added to its own
 * @throws InputError `E_POLICY_INVALID` at the first member that is not as the schema says
 */
export function policyFromJson(json: JsonObject, at: Place = { file: 'recovery' }): RecoveryPolicy {
  const wrong = firstShapeProblem(SCHEMA, json);
  if (wrong !== undefined) {
    const pointer = `${at.pointer ?? ''}${wrong.pointer}`;
    throw new InputError({ code: 'E_POLICY_INVALID', at: { ...at, pointer }, args: { ...wrong, pointer } });
  }
  const { retryAfter, rateLimit, fallback, idempotency } = json;
  return {
    ...timeoutFromJson(json['timeout']),
    deadlineMs: durationOf(json['deadline']),
    retry: readObject(json['retry'], retryFromJson),
    retryAfter: retryAfter === undefined ? undefined : retryAfterFromJson(retryAfter),
    ...(rateLimit === undefined ? {} : { rateLimit: 'honour' }),
    budget: readObject(json['budget'], budgetFromJson),
    breaker: readObject(json['breaker'], breakerFromJson),
    bulkhead: readObject(json['bulkhead'], ({ concurrent }) => ({ concurrentCount: Number(concurrent) })),
    hedge: readObject(json['hedge'], hedgeFromJson),
    fallback: fallback === undefined ? undefined : String(fallback),
    queue: readObject(json['queue'], queueFromJson),
    idempotency: idempotency === undefined ? undefined : String(idempotency).toLowerCase(),
    reconnect: readObject(json['reconnect'], reconnectFromJson),
  };
}

function timeoutFromJson(json: JsonValue | undefined): Pick<RecoveryPolicy, 'timeoutMs' | 'timeoutGrowth'> {
  if (!isJsonObject(json)) return { timeoutMs: durationOf(json) };
  const capMs = durationOf(json['cap']) ?? Number.POSITIVE_INFINITY;
  return { timeoutMs: neededDuration(json['first']), timeoutGrowth: { factor: Number(json['factor']), capMs } };
}

function retryFromJson(json: JsonObject): RetryPolicy {
  const { attempts, on } = json;
  return {
    attemptCount: attempts === undefined ? Number.POSITIVE_INFINITY : Number(attempts),
    on: Array.isArray(on) ? on.map(conditionFromJson) : undefined,
    ...waitsFromJson(json),
  };
}

function conditionFromJson(value: JsonValue): RetryCondition {
  if (value === 'network' || value === 'timeout') return { kind: value };
  const written = String(value);
  if (written.endsWith('XX')) return { kind: 'status', first: Number(written[0]) * 100, last: Number(written[0]) * 100 + 99 };
  const [first, last = first] = written.split('-').map(Number);
  invariant(first !== undefined && last !== undefined, 'a text that was split has a first part');
  return { kind: 'status', first, last };
}

function retryAfterFromJson(json: JsonValue): RetryAfterPolicy {
  if (isJsonObject(json)) return { kind: 'capped', capMs: neededDuration(json['cap']) };
  return { kind: json === 'ignore' ? 'ignore' : 'honour' };
}

function budgetFromJson({ ratio, floor, window }: JsonObject): RetryBudget {
  return { ratio: Number(ratio), floorCount: Number(floor ?? 0), windowMs: neededDuration(window) };
}

function breakerFromJson({ failures, open, probes }: JsonObject): BreakerPolicy {
  return { failureCount: Number(failures), openMs: neededDuration(open), probeCount: Number(probes ?? 1) };
}

function hedgeFromJson({ after, attempts }: JsonObject): HedgePolicy {
  return { afterMs: neededDuration(after), attemptCount: Number(attempts ?? 2) };
}

function queueFromJson({ ordered, drain }: JsonObject): QueuePolicy {
  return { isOrdered: ordered === true, drainMs: durationOf(drain) };
}

function reconnectFromJson(json: JsonObject): ReconnectPolicy {
  const { attempts } = json;
  return { attemptCount: attempts === undefined ? undefined : Number(attempts), ...waitsFromJson(json) };
}

function readObject<Read>(value: JsonValue | undefined, read: (json: JsonObject) => Read): Read | undefined {
  return isJsonObject(value) ? read(value) : undefined;
}

function durationOf(value: JsonValue | undefined): number | undefined {
  return value === undefined ? undefined : neededDuration(value);
}

function neededDuration(value: JsonValue | undefined): number {
  const lengthMs = msFromDuration(String(value));
  invariant(lengthMs !== undefined, 'the schema of a policy lets only durations through');
  return lengthMs;
}

const SCHEMA = schemaFromValue(policySchema);
