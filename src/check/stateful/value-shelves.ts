import type { JsonValue } from '../../base/json.js';
import { isIdName } from '../../contract/resource-name.js';

/** What a pool has learned. Bounded in every direction. */
export interface ValueShelves {
  /** By `noun.member`, latest first. */
  readonly values: Map<string, readonly JsonValue[]>;
  /** By noun: ids, as text, of what was deleted. */
  readonly ended: Map<string, ReadonlySet<string>>;
}

/** A value of a member of a kind of resource. */
export interface KeptValue {
  readonly noun: string;
  readonly member: string;
  readonly value: JsonValue;
  /** Whether the answer is to a request that writes: it may bring back what was deleted. */
  readonly isWrite: boolean;
}

/**
 * Puts a value in front of the others of its shelf; an id that was deleted is only taken back from an answer to a write.
 *
 * @param shelves - changed
 * @param kept - `member` in plain form
 */
export function keepValue(shelves: ValueShelves, { noun, member, value, isWrite }: KeptValue): void {
  const text = String(value);
  if (text === '' || text.length > MAX_TEXT_LENGTH || SECRET_NAME.test(member)) return;
  if (isIdName(member) && shelves.ended.get(noun)?.has(text) === true) {
    if (!isWrite) return;
    shelves.ended.set(noun, new Set([...(shelves.ended.get(noun) ?? [])].filter((id) => id !== text)));
  }
  const key = `${noun}.${member}`;
  const known = shelves.values.get(key) ?? [];
  if (known.length === 0 && shelves.values.size >= MAX_SHELF_COUNT) return;
  // The number 5 in a body says more than the text 5 in a path.
  const same = known.find((other) => String(other) === text);
  const kept = typeof same === 'number' ? same : value;
  shelves.values.set(key, [kept, ...known.filter((other) => other !== same)].slice(0, MAX_VALUE_COUNT));
}

/**
 * Takes the id of what was deleted off the shelves.
 *
 * @param shelves - changed
 * @param noun - of the resource
 * @param id - as text
 */
export function forgetId(shelves: ValueShelves, noun: string, id: string): void {
  shelves.ended.set(noun, new Set([...[...(shelves.ended.get(noun) ?? [])].slice(1 - MAX_ENDED_COUNT), id]));
  for (const [key, values] of shelves.values) {
    const [owner = '', member = ''] = key.split('.');
    if (owner === noun && (isIdName(member) || member.startsWith(noun)))
      shelves.values.set(
        key,
        values.filter((value) => String(value) !== id),
      );
  }
}

/** How many values a shelf keeps. */
export const MAX_VALUE_COUNT = 50;
const SECRET_NAME = /passw|secret|token|authorization|credential|apikey/;
const MAX_SHELF_COUNT = 2_000;
const MAX_ENDED_COUNT = 1_000;
const MAX_TEXT_LENGTH = 200;
