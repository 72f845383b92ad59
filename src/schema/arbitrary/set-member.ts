import type { JsonValue } from '../../base/json.js';

/**
 * Puts a member into an object that is being made: `__proto__` too becomes a member, not the prototype.
 *
 * @param members - changed
 * @param name - any text
 * @param value - of the member
 */
export function setMember(members: Record<string, JsonValue>, name: string, value: JsonValue): void {
  if (name === '__proto__') Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true });
  else members[name] = value;
}
