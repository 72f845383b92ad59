import type { JsonObject, JsonValue } from '../base/json.js';

/**
 * The object's own member, or `undefined`: `constructor` is not a member of `{}`.
 *
 * @param object - any object of JSON
 * @param name - of the member
 */
export function memberOf(object: JsonObject, name: string): JsonValue | undefined {
  const value = object[name];
  // Asking for ownership is slow, and needed only where the prototype has something of that name.
  if (value === undefined || !(name in Object.prototype)) return value;
  return Object.hasOwn(object, name) ? value : undefined;
}
