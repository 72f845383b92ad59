import type { Arbitrary, Random as FastCheckRandom } from 'fast-check';
import type { JsonValue } from '../../base/json.js';
import type { Random } from '../../base/random.js';
import type { Reach } from '../boundary/reach.js';
import type { BreachTarget, BreachTrial, FoundBreach } from './breach-targets.js';
import { breachesOf } from './breach-targets.js';
import type { InvalidValue } from './invalid-value.js';
import { valueAtTokens, withValueAt } from './value-at-tokens.js';

/** Draws an invalid value. */
export type BreachDrawer = (random: FastCheckRandom, biasFactor: number | undefined) => InvalidValue;

/** What breaches are drawn from. */
export interface BreachSource {
  readonly reach: Reach;
  /** The valid values that are changed. */
  readonly valid: Arbitrary<JsonValue>;
  readonly targets: readonly BreachTarget[];
}

/**
 * Draws invalid values: a target, a valid value that reaches it, a change there. What cannot be broken alone is found out once; when the
 * drawn change breaks more or nothing a few times over, the fixed breach of the target is given, so that drawing always ends.
 *
 * @param source - the targets, and the values to change
 * @returns `undefined` when no target can be broken
 */
export function createBreachDrawer(source: BreachSource): BreachDrawer | undefined {
  const { reach, valid, targets } = source;
  const groups = groupsOf(targets);
  const witnesses = new Map<BreachTarget, FoundBreach | undefined>();
  const witnessOf = (target: BreachTarget): FoundBreach | undefined => {
    if (!witnesses.has(target)) witnesses.set(target, first(breachesOf(target, { reach, maxTryCount: MAX_WITNESS_TRY_COUNT })));
    return witnesses.get(target);
  };
  const known = targets.find((target) => witnessOf(target) !== undefined);
  if (known === undefined) return undefined;
  const choose = (random: Random): BreachTarget => {
    for (let tries = 0; tries < MAX_CHOICE_COUNT; tries += 1) {
      const target = oneOf(oneOf(groups, random) ?? [], random);
      if (target !== undefined && witnessOf(target) !== undefined) return target;
    }
    return known;
  };
  return (mrng, biasFactor) => {
    const random: Random = { next: () => mrng.nextDouble() };
    const target = choose(random);
    const trials: readonly (() => BreachTrial | undefined)[] = [
      () => trialIn(valid.generate(mrng, biasFactor).value, target, { reach, random }),
      () => ({ reach, random, maxTryCount: MAX_DRAW_TRY_COUNT }),
    ];
    for (const trial of trials.slice(random.next() < SMALL_RATIO ? 1 : 0)) {
      const found = drawnFrom(target, trial(), random);
      if (found !== undefined) return { value: found.value, breach: found.breach };
    }
    const { value, breach } = witnessOf(target) ?? (witnessOf(known) as FoundBreach);
    return { value, breach };
  };
}

const MAX_WITNESS_TRY_COUNT = 40;
const MAX_DRAW_TRY_COUNT = 8;
const MAX_CHOICE_COUNT = 50;
/** Of the places in the branches of one union. */
const MAX_GROUP_LENGTH = 100;
/** How often the breach is surrounded by as little as possible. */
const SMALL_RATIO = 0.25;
/** The first change that works is often the plainest. */
const MAX_SKIPPED_COUNT = 3;

/** By the clause that will be found broken: a union with a hundred members in its branches is not drawn more often than a limit. */
function groupsOf(targets: readonly BreachTarget[]): readonly (readonly BreachTarget[])[] {
  const groups = new Map<string, BreachTarget[]>();
  for (const target of targets) {
    const group = groups.get(target.key) ?? [];
    if (group.length < MAX_GROUP_LENGTH) group.push(target);
    groups.set(target.key, group);
  }
  return [...groups.values()];
}

/** A trial that changes a drawn value; `undefined` when that value does not have the place. */
function trialIn(
  whole: JsonValue,
  { place }: BreachTarget,
  { reach, random }: Pick<BreachTrial, 'reach' | 'random'>,
): BreachTrial | undefined {
  const value = valueAtTokens(whole, place.tokens);
  if (value === undefined) return undefined;
  const wholeWith = (changed: JsonValue): JsonValue | undefined => withValueAt(whole, place.tokens, changed);
  return { reach, random, value, wholeWith, maxTryCount: MAX_DRAW_TRY_COUNT };
}

function drawnFrom(target: BreachTarget, trial: BreachTrial | undefined, random: Random): FoundBreach | undefined {
  if (trial === undefined) return undefined;
  let skipped = Math.floor(random.next() * MAX_SKIPPED_COUNT);
  let last: FoundBreach | undefined;
  for (const found of breachesOf(target, trial)) {
    last = found;
    if (skipped === 0) break;
    skipped -= 1;
  }
  return last;
}

function oneOf<Item>(items: readonly Item[], random: Random): Item | undefined {
  return items[Math.floor(random.next() * items.length)];
}

function first<Item>(items: Iterable<Item>): Item | undefined {
  for (const item of items) return item;
  return undefined;
}
