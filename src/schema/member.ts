import type { JsonObject, JsonValue } from '../base/json.js';

/**
 * The object's own member, or `undefined`: `constructor` is not a member of `{}`.
 *
 * @param object - any object of JSON
 * @param name - of the member
 */
export function memberOf(object: JsonObject, name: string): JsonValue | undefined {
  const value: unknown = object[name];
  // Asking for ownership is slow. What every object inherits is a function, which no JSON value is, but for `__proto__`.
  if (typeof value === 'function' || (name === '__proto__' && !Object.hasOwn(object, name))) return undefined;
  return value as JsonValue | undefined;
}
