import type { Random } from '../../base/random.js';
import type { ValidateOptions } from '../validate.js';

/** What one call of the sampler may still do, and how it chooses. */
export interface Sampling {
  readonly options: ValidateOptions;
  /** `undefined` for the fixed value. */
  readonly random: Random | undefined;
  /** Optional members are made down to this depth. */
  readonly optionalDepth: number;
  /** Values made so far. */
  valueCount: number;
  /** Attempts left: each way of reading a schema, each candidate. */
  attemptCount: number;
}

/**
 * Whether the value grew beyond use, so that it will be made again with fewer optional members.
 *
 * @param sampling - of this call
 */
export function isOversized(sampling: Sampling): boolean {
  return sampling.valueCount > MAX_VALUE_COUNT && sampling.optionalDepth > 0;
}

/** A mock's answer larger than this is of no use to anybody. */
export const MAX_VALUE_COUNT = 2_000;

/**
 * Whether there is no point in going on.
 *
 * @param sampling - of this call
 */
export function isSpent(sampling: Sampling): boolean {
  return sampling.attemptCount < 0 || isOversized(sampling);
}

/**
 * Takes one attempt from the budget.
 *
 * @param sampling - of this call
 * @returns false when none is left
 */
export function spendAttempt(sampling: Sampling): boolean {
  sampling.attemptCount -= 1;
  return !isSpent(sampling);
}

/**
 * A whole number from `least` to `most`, both included; `least` without chance.
 *
 * @param random - `undefined` for the fixed choice
 * @param least - whole
 * @param most - whole, not below `least`
 */
export function wholeBetween(random: Random | undefined, least: number, most: number): number {
  return random === undefined ? least : least + Math.floor(random.next() * (most - least + 1));
}

/**
 * The items in the order of trying: as they are, or shuffled.
 *
 * @param random - `undefined` for the order as it is
 * @param items - any list
 */
export function inTryingOrder<Item>(random: Random | undefined, items: readonly Item[]): readonly Item[] {
  if (random === undefined || items.length < 2) return items;
  const keyed = items.map((item) => ({ item, key: random.next() }));
  return keyed.sort((first, second) => first.key - second.key).map(({ item }) => item);
}
