import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';

/**
 * A value as JSON, the members of its objects by name: the same text for the same value.
 *
 * @param value - members that are `undefined` are left out
 */
export function jsonText(value: JsonValue): string {
  return JSON.stringify(sorted(value));
}

/**
 * The same value with the members of its objects by name, at every depth.
 *
 * @param value - members that are `undefined` are left out
 */
export function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const members: Record<string, JsonValue> = {};
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member === undefined) continue;
    Object.defineProperty(members, name, { value: sorted(member), enumerable: true, configurable: true, writable: true });
  }
  return members;
}
