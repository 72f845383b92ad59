import type { JsonValue } from '../../base/json.js';
import { decimalCount } from '../multiple-of.js';

/** How much there is to read in a value. Of each pair below any there are only so many values, so nothing can get simpler for ever. */
export interface Complexity {
  /** The value itself, its items, members and all below. */
  readonly partCount: number;
  /** Digits, characters, members' names; odd characters count more. */
  readonly weight: number;
}

/**
 * The complexity of a value.
 *
 * @param value - any JSON value
 */
export function complexityOf(value: JsonValue): Complexity {
  if (typeof value !== 'object' || value === null) return { partCount: 1, weight: scalarWeight(value) };
  let partCount = 1;
  let weight = COMPOSITE_WEIGHT;
  for (const [name, part] of Object.entries(value) as readonly (readonly [string, JsonValue | undefined])[]) {
    if (part === undefined) continue;
    const below = complexityOf(part);
    partCount += below.partCount;
    weight += below.weight + (Array.isArray(value) ? 0 : textWeight(name));
  }
  return { partCount, weight };
}

/**
 * Whether one value is strictly simpler than another: fewer parts, then less to read, then the one whose text comes first.
 *
 * @param first - with its complexity
 * @param second - with its complexity
 */
export function isSimpler(first: Weighed, second: Weighed): boolean {
  if (first.complexity.partCount !== second.complexity.partCount) return first.complexity.partCount < second.complexity.partCount;
  if (first.complexity.weight !== second.complexity.weight) return first.complexity.weight < second.complexity.weight;
  return JSON.stringify(first.value) < JSON.stringify(second.value);
}

/** A value and its complexity. */
export interface Weighed {
  readonly value: JsonValue;
  readonly complexity: Complexity;
}

/**
 * A value with its complexity.
 *
 * @param value - any JSON value
 */
export function weighed(value: JsonValue): Weighed {
  return { value, complexity: complexityOf(value) };
}

const COMPOSITE_WEIGHT = 5;
const TEXT_WEIGHT = 4;
const NUMBER_WEIGHT = 3;

function scalarWeight(value: null | boolean | number | string): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return value ? 2 : 1;
  return typeof value === 'number' ? NUMBER_WEIGHT + numberWeight(value) : TEXT_WEIGHT + textWeight(value);
}

/** The digits as people write them; a sign and a decimal point count as one. */
function numberWeight(value: number): number {
  const size = Math.abs(value);
  const wholeDigits = size < 1 ? 0 : Math.floor(Math.log10(size)) + 1;
  const decimals = Number.isInteger(value) ? 0 : decimalCount(value) + 1;
  return wholeDigits + decimals + (value < 0 ? 1 : 0);
}

function textWeight(text: string): number {
  let weight = 0;
  for (const character of text) weight += isPlain(character) ? 1 : ODD_WEIGHT;
  return weight;
}

const ODD_WEIGHT = 3;

/**
 * Whether a character is a small letter or a digit: nobody stumbles over those.
 *
 * @param character - one code point
 */
export function isPlain(character: string): boolean {
  return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
}
