import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { setMember } from '../../schema/arbitrary/set-member.js';

/**
 * The value with one place made empty: a text, a list, an object without anything in it, 0, `false`. They are what a program takes for nothing.
 *
 * @param value - any
 * @returns each place once, from the outside in
 */
export function* hollowValues(value: JsonValue): Generator<JsonValue> {
  const hollow = hollowOf(value);
  if (hollow !== undefined) yield hollow;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      for (const inner of hollowValues(item ?? null)) yield value.map((other: JsonValue, at) => (at === index ? inner : other));
    }
  } else if (isJsonObject(value)) {
    for (const name of Object.keys(value)) {
      for (const inner of hollowValues(value[name] ?? null)) {
        const changed = { ...(value as Record<string, JsonValue>) };
        setMember(changed, name, inner);
        yield changed;
      }
    }
  }
}

function hollowOf(value: JsonValue): JsonValue | undefined {
  if (typeof value === 'string') return value === '' ? undefined : '';
  if (typeof value === 'number') return value === 0 ? undefined : 0;
  if (typeof value === 'boolean') return value ? false : undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : [];
  return isJsonObject(value) && Object.keys(value).length > 0 ? {} : undefined;
}
