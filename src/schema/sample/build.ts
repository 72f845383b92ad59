import type { JsonValue } from '../../base/json.js';
import { randomFromSeed } from '../../base/random.js';
import type { Sampling } from './budget.js';
import { inTryingOrder, isSpent, spendAttempt } from './budget.js';
import { buildArray } from './build-array.js';
import { buildObject } from './build-object.js';
import { examplesOf } from './examples.js';
import { allowedTypes, allowedValues, clausesNamed, numberFacts, textFacts } from './facts.js';
import { type Builder, type Goal, isProved } from './goal.js';
import { numberCandidates } from './number-candidates.js';
import { textCandidates } from './text-candidates.js';
import type { Way } from './ways.js';
import { waysOf } from './ways.js';

/**
 * A value for a goal, `undefined` when none was found within the budget. Scalars are proved; of objects and lists those are whose
 * schemas say more than building looks at.
 *
 * @param goal - what is wanted
 * @param sampling - the budget and the choices of this call
 */
export function build(goal: Goal, sampling: Sampling): JsonValue | undefined {
  sampling.valueCount += 1;
  if (sampling.random === undefined) {
    const example = firstProved(examplesOf(goal.conjuncts), goal, sampling);
    if (example !== undefined) return example;
  }
  const tried: Way[] = [];
  for (const way of waysOf(goal.conjuncts, goal.path, sampling)) {
    const value = valueOfWay(way, goal, sampling);
    if (value !== undefined) return value;
    if (way.needsProof) tried.push(way);
    if (tried.length >= MAX_WAY_COUNT) break;
  }
  const byChance = sampling.random === undefined ? valueByChance(tried.slice(0, CHANCE_WAY_COUNT), goal, sampling) : undefined;
  return byChance ?? firstProved([null, ...(tried.length > 0 ? LAST_RESORTS : [])], goal, sampling);
}

/** Unions in unions can be read in exponentially many ways. */
const MAX_WAY_COUNT = 200;
const CHANCE_WAY_COUNT = 4;
const CHANCE_COUNT = 4;
/** Values of every kind, for schemas that mostly say what a value must not be. */
const LAST_RESORTS: readonly JsonValue[] = [
  ...[-1e6, 1e6, 0, 0.5, -1, '', 'string', '!', true, false],
  ...[[], [0], [null, 0, 'string', []], [{}], {}, { property1: null }, { property1: 'string', property2: 0, property3: [] }],
];

/** Other values of the same ways, by a fixed series of chance: for `not`, `oneOf` and `contains` that the first value breaks. */
function valueByChance(ways: readonly Way[], goal: Goal, sampling: Sampling): JsonValue | undefined {
  for (const way of ways) {
    for (let attempt = 0; attempt < CHANCE_COUNT && !isSpent(sampling); attempt += 1) {
      const varied: Sampling = { ...sampling, random: randomFromSeed('another way', attempt) };
      const value = valueOfWay(way, goal, varied);
      sampling.attemptCount = varied.attemptCount;
      sampling.valueCount = varied.valueCount;
      if (value !== undefined) return value;
    }
  }
  return undefined;
}

function valueOfWay(way: Way, goal: Goal, sampling: Sampling): JsonValue | undefined {
  if (sampling.random === undefined) {
    const example = firstProved(examplesOf(way.nodes), goal, sampling);
    if (example !== undefined) return example;
  }
  const values = allowedValues(way.nodes);
  if (values !== undefined)
    return firstProved(
      inTryingOrder(
        sampling.random,
        values.filter((value) => value !== null),
      ),
      goal,
      sampling,
    );
  const types = allowedTypes(way.nodes);
  const hasType = clausesNamed(way.nodes, 'type').length > 0;
  for (const type of hasType
    ? inTryingOrder(
        sampling.random,
        types.filter((name) => name !== 'null'),
      )
    : types) {
    const value = valueOfType(type, way, { goal, sampling });
    if (value !== undefined) return value;
    if (isSpent(sampling)) return undefined;
  }
  return undefined;
}

function valueOfType(
  type: string,
  way: Way,
  { goal, sampling }: { readonly goal: Goal; readonly sampling: Sampling },
): JsonValue | undefined {
  const { random } = sampling;
  switch (type) {
    case 'string':
      return firstProved(textCandidates(textFacts(way.nodes), random), goal, sampling);
    case 'integer':
    case 'number':
      return firstProved(numberCandidates(numberFacts(way.nodes, type === 'integer'), random), goal, sampling);
    case 'boolean':
      return firstProved(inTryingOrder(random, [true, false]), goal, sampling);
    case 'null':
      return firstProved([null], goal, sampling);
    case 'array':
      return buildArray(way, goal, builderOf(sampling));
    default:
      return buildObject(way, goal, builderOf(sampling));
  }
}

function builderOf(sampling: Sampling): Builder {
  return { sampling, build: (goal) => build(goal, sampling) };
}

function firstProved(candidates: Iterable<JsonValue>, goal: Goal, sampling: Sampling): JsonValue | undefined {
  for (const candidate of candidates) {
    if (!spendAttempt(sampling)) return undefined;
    if (isProved(candidate, goal, sampling)) return candidate;
  }
  return undefined;
}
