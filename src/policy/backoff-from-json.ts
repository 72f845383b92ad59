import { msFromDuration } from '../base/duration.js';
import { invariant } from '../base/errors.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Backoff, Jitter } from './policy.js';

/** How waits grow, and what chance makes of them. */
interface Waits {
  readonly backoff: Backoff;
  readonly jitter: Jitter;
}

/** Nothing is claimed of the waits: each may be as short or as long as it likes. */
const ANY_WAIT: Waits = { backoff: { kind: 'none' }, jitter: { kind: 'additive', maxMs: Number.POSITIVE_INFINITY } };

/**
 * The waits that a retry or a reconnect claims; {@link ANY_WAIT} when it names no backoff.
 *
 * @param json - the members `backoff`, `base`, `factor`, `cap` and `jitter`, as the schema of a policy has them
 */
export function waitsFromJson(json: JsonObject): Waits {
  if (json['backoff'] === undefined) return ANY_WAIT;
  const jitter = jitterWord(json['jitter']);
  // Written as a jitter by some, it replaces the growth: each wait follows from the one before.
  if (jitter === 'decorrelated') return { backoff: backoffFromJson({ ...json, backoff: 'decorrelated' }), jitter: { kind: 'none' } };
  return { backoff: backoffFromJson(json), jitter: jitterFromJson(json['jitter'], msOf(json['base']) ?? 0) };
}

function backoffFromJson({ backoff, base, factor, cap }: JsonObject): Backoff {
  const baseMs = msOf(base) ?? 0;
  const capMs = msOf(cap) ?? Number.POSITIVE_INFINITY;
  switch (backoff) {
    case 'constant':
      return { kind: 'constant', baseMs };
    case 'linear':
    case 'decorrelated':
      return { kind: backoff, baseMs, capMs };
    case 'exponential':
      return { kind: 'exponential', baseMs, factor: Number(factor ?? DEFAULT_FACTOR), capMs };
    default:
      return { kind: 'none' };
  }
}

/** @param baseMs - how much an additive jitter adds at most when it does not say so itself */
function jitterFromJson(json: JsonValue | undefined, baseMs: number): Jitter {
  const kind = jitterWord(json);
  switch (kind) {
    case 'full':
    case 'equal':
    case 'double':
      return { kind };
    case 'additive':
      return { kind, maxMs: isJsonObject(json) ? (msOf(json['max']) ?? baseMs) : baseMs };
    case 'proportional':
      return { kind, ratio: isJsonObject(json) ? Number(json['ratio']) : Number.parseFloat(String(json).slice(1)) / 100 };
    default:
      return { kind: 'none' };
  }
}

function jitterWord(json: JsonValue | undefined): string {
  const word = String((isJsonObject(json) ? json['kind'] : json) ?? 'none');
  return word.startsWith('±') ? 'proportional' : word;
}

function msOf(value: JsonValue | undefined): number | undefined {
  if (value === undefined) return undefined;
  const lengthMs = msFromDuration(String(value));
  invariant(lengthMs !== undefined, 'the schema of a policy lets only durations through');
  return lengthMs;
}

const DEFAULT_FACTOR = 2;
