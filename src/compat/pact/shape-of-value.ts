import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';

/**
 * A value by the names and types in it, without the values: the same for two that differ in data only.
 *
 * @param value - of a body
 */
export function shapeOfValue(value: JsonValue): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(shapeOfValue))].sort().join()}]`;
  if (!isJsonObject(value)) return value === null ? 'null' : typeof value;
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${shapeOfValue(value[name] ?? null)}`).join()}}`;
}
