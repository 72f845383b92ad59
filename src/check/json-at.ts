import type { JsonValue } from '../base/json.js';
import { valueAtPointer } from '../base/json-pointer.js';
import { textFromUtf8 } from '../journal/recorded-body.js';

/**
 * The value that a pointer leads to in a JSON body, or `undefined` when it is no JSON or has none there.
 *
 * @param body - of a response
 * @param pointer - a JSON pointer
 */
export function jsonAt(body: Uint8Array | string | undefined, pointer: string): JsonValue | undefined {
  const text = body === undefined || typeof body === 'string' ? body : textFromUtf8(body);
  if (text === undefined) return undefined;
  try {
    return valueAtPointer(JSON.parse(text) as JsonValue, pointer);
  } catch {
    // Whether the body is JSON is another check's matter; here it only has nothing to take.
    return undefined;
  }
}
