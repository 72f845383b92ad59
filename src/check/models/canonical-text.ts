import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';

/**
 * A text that two values share exactly when they are the same JSON, whatever the order of their members.
 *
 * @param value - not nested deeper than the stack bears: made by us, or bounded where it was read
 */
export function canonicalText(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join()}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const names = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .toSorted();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalText(value[name] ?? null)}`).join()}}`;
}

/**
 * The values each once, in the order of their canonical texts: for lists whose order means nothing.
 *
 * @param values - any
 */
export function sortedOnce(values: readonly JsonValue[]): readonly JsonValue[] {
  const byText = new Map(values.map((value) => [canonicalText(value), value]));
  return [...byText].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, value]) => value);
}
