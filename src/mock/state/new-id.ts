import type { JsonValue } from '../../base/json.js';
import type { Random } from '../../base/random.js';
import type { Schema } from '../../schema/schema.js';
import { sampleFromSchema } from '../../schema/sample.js';
import { isValid } from '../../schema/validate.js';

/** What a new id has to be. */
export interface IdWish {
  /** Of the member that shows it; `undefined` when the contract says nothing of it. */
  readonly shown: Schema | undefined;
  /** Of the path parameter that it is asked for by. */
  readonly asked: Schema | undefined;
  /** What the contract's own examples look like. */
  readonly model: JsonValue | undefined;
  readonly noun: string;
  /** How many were made before, and will not be made again. */
  readonly index: number;
  readonly random: Random;
  isTaken(id: string): boolean;
}

/**
 * An id that nobody has: the next number, a UUID, a text that looks like the contract's example, or whatever its schema lets in; `undefined` when none
 * is found that can be both shown and asked for.
 *
 * @param wish - what it has to be
 */
export function newId(wish: IdWish): string | number | undefined {
  let tryCount = 0;
  for (const id of candidates(wish)) {
    tryCount += 1;
    if (tryCount > MAX_TRY_COUNT) return undefined;
    if (!wish.isTaken(String(id)) && isAllowed(wish, id)) return id;
  }
  return undefined;
}

function isAllowed({ shown, asked }: IdWish, id: string | number): boolean {
  if (shown !== undefined && !isValid(shown, id)) return false;
  if (asked === undefined || isValid(asked, id) || isValid(asked, String(id))) return true;
  // A number in a path is read as one.
  return typeof id === 'string' && /^\d{1,15}$/.test(id) && isValid(asked, Number(id));
}

function* candidates(wish: IdWish): Iterable<string | number> {
  const { model, index, random } = wish;
  if (typeof model === 'number') yield* numbers(index, wish);
  if (typeof model === 'string') yield* texts(model, wish);
  for (const schema of [wish.asked, wish.shown]) {
    for (let attempt = 0; schema !== undefined && attempt < SAMPLES_TRIED; attempt += 1) {
      const made = sampleFromSchema(schema, { random });
      if (made.kind === 'value' && (typeof made.value === 'string' || typeof made.value === 'number')) yield made.value;
    }
  }
  // Where the schema shows one value only, it is at least a number.
  yield* numbers(index, wish);
}

function* texts(model: string, wish: IdWish): Iterable<string> {
  const { index, random, noun } = wish;
  if (UUID.test(model)) yield* repeated(() => uuid(random));
  else if (/^\d+$/.test(model)) for (const number of numbers(index, wish)) yield String(number).padStart(model.length, '0');
  else if (/\d/.test(model)) yield* repeated(() => likeModel(model, random));
  if (noun !== '') yield `${noun}-${index + 1}`;
  // A number in paths that answers show as text.
  for (const number of numbers(index, wish)) yield String(number);
  yield* repeated(() => uuid(random));
  if (model !== '') yield* repeated(() => likeModel(model, random));
}

function* numbers(index: number, { model }: IdWish): Iterable<number> {
  for (let number = index + 1; number < index + NUMBERS_TRIED; number += 1) yield number;
  const from = typeof model === 'number' ? Math.trunc(model) : 0;
  for (let number = from + index; number < from + index + NUMBERS_TRIED; number += 1) yield number;
}

function* repeated(make: () => string): Iterable<string> {
  for (let attempt = 0; attempt < 5; attempt += 1) yield make();
}

/** Digits for digits and letters for letters behind the prefix: `cus_NffrFeUfNV2Hib` → `cus_Qk2…`. */
function likeModel(model: string, random: Random): string {
  const prefix = /^[A-Za-z]{1,12}[-_:.]/.exec(model)?.[0] ?? '';
  const tail = [...model.slice(prefix.length)].map((character) => {
    if (/\d/.test(character)) return pick('0123456789', random);
    if (/[a-f]/.test(character)) return pick('abcdef', random);
    if (/[a-z]/.test(character)) return pick('abcdefghijklmnopqrstuvwxyz', random);
    if (/[A-F]/.test(character)) return pick('ABCDEF', random);
    return /[A-Z]/.test(character) ? pick('ABCDEFGHIJKLMNOPQRSTUVWXYZ', random) : character;
  });
  return prefix + tail.join('');
}

/** @see RFC 9562 §5.4 */
function uuid(random: Random): string {
  const hex = Array.from({ length: 30 }, () => pick('0123456789abcdef', random)).join('');
  const variant = pick('89ab', random);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18)}`;
}

function pick(characters: string, random: Random): string {
  return characters.charAt(Math.floor(random.next() * characters.length));
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SAMPLES_TRIED = 20;
/** Numbers next to the counter, for those that a seed or a client has taken. */
const NUMBERS_TRIED = 300;
const MAX_TRY_COUNT = 1_500;
