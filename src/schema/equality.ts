import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';

/** Values nested deeper than this are never equal: comparing them must not exhaust the stack. */
const MAX_DEPTH = 500;

/**
 * Whether two values are the same JSON: the order of members does not matter, `1` is `1.0`.
 *
 * @param first - any value
 * @param second - any value
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-4.2.2
 */
export function isEqualJson(first: JsonValue, second: JsonValue): boolean {
  return isEqual(first, second, 0);
}

/**
 * The indexes of two equal items, or `undefined` when all differ. Linear in the size of the array.
 *
 * @param items - any array
 */
export function firstDuplicate(items: readonly JsonValue[]): readonly [number, number] | undefined {
  const indexes = new Map<JsonValue, number>();
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    if (item === undefined) continue;
    // A text stands for itself; the canonical texts of objects and arrays begin with a character that keeps them apart from it.
    const key =
      typeof item === 'object' && item !== null ? `\u0000${canonicalText(item, 0)}` : typeof item === 'string' ? `"${item}` : item;
    const earlier = indexes.get(key);
    if (earlier !== undefined) return [earlier, index];
    indexes.set(key, index);
  }
  return undefined;
}

function isEqual(first: JsonValue, second: JsonValue, depth: number): boolean {
  if (first === second) return true;
  if (typeof first !== 'object' || typeof second !== 'object' || first === null || second === null || depth > MAX_DEPTH) return false;
  if (Array.isArray(first)) return Array.isArray(second) && isEqualArray(first, second, depth);
  return isJsonObject(first) && isJsonObject(second) && isEqualObject(first, second, depth);
}

function isEqualArray(first: readonly JsonValue[], second: readonly JsonValue[], depth: number): boolean {
  return first.length === second.length && first.every((item, index) => isEqual(item, second[index] ?? null, depth + 1));
}

function isEqualObject(first: JsonObject, second: JsonObject, depth: number): boolean {
  const names = definedNames(first);
  if (names.length !== definedNames(second).length) return false;
  return names.every((name) => {
    const other = Object.hasOwn(second, name) ? second[name] : undefined;
    return other !== undefined && isEqual(first[name] ?? null, other, depth + 1);
  });
}

function definedNames(object: JsonObject): readonly string[] {
  return Object.keys(object).filter((name) => object[name] !== undefined);
}

function canonicalText(value: JsonValue, depth: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (depth > MAX_DEPTH) return '…';
  if (Array.isArray(value)) return `[${value.map((item) => canonicalText(item, depth + 1)).join()}]`;
  if (!isJsonObject(value)) return '';
  const members = definedNames(value).toSorted();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonicalText(value[name] ?? null, depth + 1)}`).join()}}`;
}
