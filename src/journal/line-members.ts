import { invariant } from '../base/errors.js';
import type { JsonObject } from '../base/json.js';
import { isJsonObject } from '../base/json.js';

/**
 * A member that may be absent.
 *
 * @param read - what reads it when it is there
 */
export function optional<Value>(holder: JsonObject, name: string, read: (holder: JsonObject, name: string) => Value): Value | undefined {
  return holder[name] === undefined ? undefined : read(holder, name);
}

/**
 * A member that is a text.
 *
 * @throws Error when it is not
 */
export function stringAt(holder: JsonObject, name: string): string {
  const value = holder[name];
  invariant(typeof value === 'string', `${name} is a text`);
  return value;
}

/**
 * A member that is a number.
 *
 * @throws Error when it is not
 */
export function numberAt(holder: JsonObject, name: string): number {
  const value = holder[name];
  invariant(typeof value === 'number', `${name} is a number`);
  return value;
}

/**
 * A member that is an object.
 *
 * @throws Error when it is not
 */
export function objectAt(holder: JsonObject, name: string): JsonObject {
  const value = holder[name];
  invariant(isJsonObject(value), `${name} is an object`);
  return value;
}

/**
 * A member that is a list of texts.
 *
 * @throws Error when it is not
 */
export function stringsAt(holder: JsonObject, name: string): readonly string[] {
  const value = holder[name];
  invariant(Array.isArray(value) && value.every((item) => typeof item === 'string'), `${name} is a list of texts`);
  return value;
}

/**
 * A member that is one of some words.
 *
 * @throws Error when it is another
 */
export function oneOf<Choice extends string>(holder: JsonObject, name: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === holder[name]);
  invariant(found !== undefined, `${name} is one of ${choices.join(', ')}`);
  return found;
}
