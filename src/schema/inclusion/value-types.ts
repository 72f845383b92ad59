import type { JsonValue } from '../../base/json.js';

/** The types of JSON values as bits: whole numbers and those with a fraction are told apart. */
export const NULL = 1;
export const BOOLEAN = 2;
export const INTEGER = 4;
export const FRACTION = 8;
export const STRING = 16;
export const ARRAY = 32;
export const OBJECT = 64;
export const NUMBER = 12;
export const ALL_TYPES = 127;

/** Each bit by itself. */
export const SINGLE_TYPES: readonly number[] = [NULL, BOOLEAN, INTEGER, FRACTION, STRING, ARRAY, OBJECT];

/**
 * The bits of a `type` clause, `undefined` when it demands nothing: a type that nobody knows lets everything in.
 *
 * @param value - of the clause
 */
export function typesOfClause(value: JsonValue): number | undefined {
  const names: readonly JsonValue[] = Array.isArray(value) ? value : [value];
  let types = 0;
  for (const name of names) {
    const bit = typeof name === 'string' ? BITS.get(name) : undefined;
    if (bit === undefined) return undefined;
    types |= bit;
  }
  return types === 0 ? undefined : types;
}

/**
 * The bit of a value.
 *
 * @param value - any
 */
export function typeOfValue(value: JsonValue): number {
  if (value === null) return NULL;
  if (typeof value === 'boolean') return BOOLEAN;
  if (typeof value === 'number') return Number.isInteger(value) ? INTEGER : FRACTION;
  if (typeof value === 'string') return STRING;
  return Array.isArray(value) ? ARRAY : OBJECT;
}

const BITS: ReadonlyMap<string, number> = new Map([
  ['null', NULL],
  ['boolean', BOOLEAN],
  ['integer', INTEGER],
  ['number', NUMBER],
  ['string', STRING],
  ['array', ARRAY],
  ['object', OBJECT],
]);
