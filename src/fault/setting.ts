import { invariant } from '../base/errors.js';
import { DURATION_PATTERN, msFromDuration } from '../base/duration.js';
import type { JsonObject, JsonValue } from '../base/json.js';

/** A duration of the settings: `250ms`, `2s`. */
export const DURATION: JsonObject = { type: 'string', pattern: DURATION_PATTERN, description: 'a number and its unit: 250ms, 2s, 1m, 1h' };
/** A share, 0 to 1. */
export const RATIO: JsonObject = { type: 'number', minimum: 0, maximum: 1 };
/** A status of an answer. */
export const STATUS: JsonObject = { type: 'integer', minimum: 200, maximum: 599 };
/** How a connection ends. */
export const HOW: JsonObject = { enum: ['rst', 'fin'] };
/** The name of a header, in any case. */
export const HEADER_NAME: JsonObject = {
  type: 'string',
  pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$",
  description: 'the name of a header',
};

/**
 * The schema of a kind's settings: these keys and no other.
 *
 * @param properties - by key
 * @param required - keys that have no default
 */
export function settingsSchema(properties: Readonly<Record<string, JsonObject>>, required: readonly string[] = []): JsonObject {
  return { type: 'object', properties, ...(required.length === 0 ? {} : { required }), additionalProperties: false };
}

/**
 * A whole number of settings within bounds.
 *
 * @param minimum - the least
 * @param maximum - the most: everything a fault does is bounded
 */
export function wholeNumber(minimum: number, maximum: number): JsonObject {
  return { type: 'integer', minimum, maximum };
}

/**
 * The ms of a duration in settings that their schema has let through.
 *
 * @param value - a text, or `undefined` where none was written
 * @param defaultMs - then
 */
export function msOf(value: JsonValue | undefined, defaultMs: number): number {
  if (value === undefined) return defaultMs;
  const durationMs = msFromDuration(String(value));
  invariant(durationMs !== undefined, 'the schema of the settings lets only durations through');
  return durationMs;
}

/**
 * A number of settings that their schema has let through.
 *
 * @param value - a number, or `undefined` where none was written
 * @param byDefault - then
 */
export function numberOf(value: JsonValue | undefined, byDefault: number): number {
  return typeof value === 'number' ? value : byDefault;
}

/**
 * The one of the choices that was written; a number counts as its digits, since YAML reads `503` as one.
 *
 * @param value - one of them, or `undefined` where none was written
 * @param choices - the first is the default
 */
export function choiceOf<Choice extends string>(value: JsonValue | undefined, choices: readonly [Choice, ...Choice[]]): Choice {
  return choices.find((choice) => choice === String(value)) ?? choices[0];
}
