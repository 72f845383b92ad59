import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { appendToken } from '../base/json-pointer.js';

/** A `$ref` as it stands in a document. */
export interface WrittenReference {
  /** Of the `$ref` member itself. */
  readonly pointer: string;
  readonly reference: string;
}

/**
 * Every member `$ref` whose value is a text, in document order, whether it is meant as a reference or only data. What YAML aliases share is
 * walked once.
 *
 * @param value - a document or a part of one
 * @param pointer - of that part
 */
export function* referencesIn(value: JsonValue | undefined, pointer = '', seen: Set<object> = new Set()): Generator<WrittenReference> {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (isJsonObject(value) && typeof value['$ref'] === 'string') yield { pointer: appendToken(pointer, '$ref'), reference: value['$ref'] };
  for (const [token, member] of Object.entries(value)) yield* referencesIn(member, appendToken(pointer, token), seen);
}
