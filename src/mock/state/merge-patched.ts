import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';

/**
 * A value after a merge patch: `null` takes a member away, an object goes into the one that is there, everything else takes its place.
 *
 * @param target - what is there
 * @param patch - what was sent
 * @see RFC 7396 §2
 */
export function mergePatched(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) return patch;
  const kept: JsonObject = isJsonObject(target) ? target : {};
  const members = new Map(Object.entries(kept));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === undefined) members.delete(name);
    else members.set(name, mergePatched(members.get(name), value));
  }
  return Object.fromEntries(members);
}
