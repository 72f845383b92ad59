import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';

/**
 * The members of an object as texts; none of what is no object.
 *
 * @param value - as the published schema has it
 */
export function textByName(value: JsonValue | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(valueByName(value)).map(([name, held]) => [name, String(held)]));
}

/**
 * The members of an object; none of what is no object.
 *
 * @param value - as the published schema has it
 */
export function valueByName(value: JsonValue | undefined): Readonly<Record<string, JsonValue>> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([name, held]) => (held === undefined ? [] : [[name, held] as const])));
}
