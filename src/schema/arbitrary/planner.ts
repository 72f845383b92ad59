import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { randomFromSeed } from '../../base/random.js';
import { isEqualJson } from '../equality.js';
import type { Node } from '../node.js';
import { build } from '../sample/build.js';
import { examplesOf } from '../sample/examples.js';
import type { Way } from '../sample/ways.js';
import { waysOf } from '../sample/ways.js';
import type { ValidateOptions } from '../validate.js';
import { isValidByNode } from '../validate.js';
import type { Plan, Planner } from './plan.js';
import type { Drawer, Source } from './source.js';
import { happens, MAX_DRAWN_DEPTH, MAX_DRAWN_VALUES, oneOf, trialSource } from './source.js';
import type { WayDrawer } from './way-drawer.js';
import { wayDrawer } from './way-drawer.js';

/**
 * A planner without plans yet. Nothing of a plan depends on what was drawn before, so that a seed always gives the same value.
 *
 * @param options - the direction the values travel
 */
export function createPlanner(options: ValidateOptions): Planner {
  const plans = new Map<string, Plan>();
  const numbers = new WeakMap<Node, number>();
  let last = 0;
  const numberOf = (node: Node): number => {
    let number = numbers.get(node);
    if (number === undefined) {
      last += 1;
      number = last;
      numbers.set(node, number);
    }
    return number;
  };
  const planner: Planner = {
    options,
    planOf: (conjuncts) => {
      if (conjuncts.some(({ value }) => value === false)) return EMPTY;
      const nodes = conjuncts.filter(({ value }) => isJsonObject(value));
      const key = nodes.map(numberOf).join();
      let plan = plans.get(key);
      if (plan === undefined) {
        plan = newPlan(nodes, planner);
        plans.set(key, plan);
      }
      return plan;
    },
    isProved: (conjuncts, value) => {
      for (const node of conjuncts) if (!isValidByNode(node, value, options)) return false;
      return true;
    },
  };
  return planner;
}

const EMPTY: Plan = { draw: () => undefined, isScalar: () => true, simplest: () => [] };
const TRY_COUNT = 5;
const EXAMPLE_RATIO = 0.06;
const SUGGESTED_RATIO = 0.5;

function newPlan(nodes: readonly Node[], planner: Planner): Plan {
  const drawers = once(() => waysFor(nodes, planner.options).map((way) => wayDrawer(way, nodes, planner)));
  const isScalar = once(() => drawers().every((way) => way.isScalar));
  const ways = once(() => usable(drawers(), nodes, planner));
  const examples = once(() => (isScalar() ? examplesOf(nodes).filter((value) => planner.isProved(nodes, value)) : []));
  const witnesses = once(() => witnessesOf(nodes, planner));
  const draw: Drawer = (source) => {
    source.valueCount += 1;
    const suggested = source.suggest === undefined ? undefined : suggestedValue(source, nodes, planner);
    if (suggested !== undefined) return suggested;
    // Before the ways are tried out, which draws values in turn: a schema that holds itself must not come back here.
    if (!isScalar() && isExhausted(source)) return oneOf(source, witnesses());
    if (examples().length > 0 && happens(source, EXAMPLE_RATIO)) return oneOf(source, examples());
    const value = drawByWay(source, ways(), (candidate) => planner.isProved(nodes, candidate));
    // Not `??`: `null` is a value.
    return value === undefined ? oneOf(source, witnesses()) : value;
  };
  const simplest = (): readonly JsonValue[] => [...witnesses(), ...ways().flatMap((way) => trialValues(way, nodes, planner))];
  return { draw, isScalar, simplest };
}

function drawByWay(source: Source, ways: readonly WayDrawer[], isProved: (value: JsonValue) => boolean): JsonValue | undefined {
  let repaired: JsonValue | undefined;
  for (let attempt = 0; attempt < TRY_COUNT && ways.length > 0; attempt += 1) {
    const way = oneOf(source, ways);
    const value = way?.draw(source);
    if (value !== undefined && (way?.needsProof === false || isProved(value))) return value;
    if (attempt >= TRY_COUNT - 2 && isJsonObject(value)) repaired ??= way?.repair?.(value);
  }
  return repaired;
}

/** What a function gives the first time, worked out then. */
function once<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | undefined;
  return () => {
    made ??= { result: make() };
    return made.result;
  };
}

function isExhausted({ depth, isFrugal, valueCount }: Source): boolean {
  return depth >= MAX_DRAWN_DEPTH || valueCount >= MAX_DRAWN_VALUES || (isFrugal && depth > 0);
}

function suggestedValue(source: Source, nodes: readonly Node[], planner: Planner): JsonValue | undefined {
  if (!happens(source, SUGGESTED_RATIO)) return undefined;
  const values = source.suggest?.(source.pointer).filter((value) => planner.isProved(nodes, value)) ?? [];
  return oneOf(source, values);
}

const MAX_WAYS = 48;
const CHANCE_WAY_COUNT = 16;
const WAY_ATTEMPT_COUNT = 4_000;
const TRIAL_COUNT = 8;

/** The ways that give values. One alone that needs no proof is believed. */
function usable(drawers: readonly WayDrawer[], nodes: readonly Node[], planner: Planner): readonly WayDrawer[] {
  const isSure = drawers.length === 1 && drawers[0]?.needsProof === false;
  return isSure ? drawers : drawers.filter((way) => trialValues(way, nodes, planner).length > 0);
}

/** The first ways, and where there are more some of them by chance: unions in unions can be read in exponentially many ways. */
function waysFor(nodes: readonly Node[], options: ValidateOptions): readonly Way[] {
  const ways: Way[] = [];
  const search = (random: ReturnType<typeof randomFromSeed> | undefined): Generator<Way> =>
    waysOf(nodes, [], { options, random, optionalDepth: 0, valueCount: 0, attemptCount: WAY_ATTEMPT_COUNT });
  for (const way of search(undefined)) {
    ways.push(way);
    if (ways.length >= MAX_WAYS) break;
  }
  for (let index = 0; ways.length >= MAX_WAYS && index < CHANCE_WAY_COUNT; index += 1) {
    const [way] = search(randomFromSeed('ways', index));
    if (way !== undefined) ways.push(way);
  }
  return ways;
}

/** The first value that a way gives, tried by a fixed series of chance, with objects and lists below from the sampler; none when it gives none. */
function trialValues(way: WayDrawer, nodes: readonly Node[], planner: Planner): readonly JsonValue[] {
  for (let index = 0; index < TRIAL_COUNT; index += 1) {
    const value = way.draw(trialSource(randomFromSeed('trial', index)));
    if (value !== undefined && planner.isProved(nodes, value)) return [value];
    const repaired = isJsonObject(value) ? way.repair?.(value) : undefined;
    if (repaired !== undefined) return [repaired];
  }
  return [];
}

const WITNESS_SEEDS = [undefined, 1, 2, 3];
const WITNESS_DEPTHS = [0, 2];
const WITNESS_ATTEMPT_COUNT = 8_000;

/** A few values by the sampler, as small as it makes them; empty when it finds none. */
function witnessesOf(nodes: readonly Node[], { options, isProved }: Planner): readonly JsonValue[] {
  const found: JsonValue[] = [];
  for (const optionalDepth of WITNESS_DEPTHS) {
    for (const seed of WITNESS_SEEDS) {
      const random = seed === undefined ? undefined : randomFromSeed('witness', seed);
      const sampling = { options, random, optionalDepth, valueCount: 0, attemptCount: WITNESS_ATTEMPT_COUNT };
      const value = build({ conjuncts: nodes, path: [], depth: 0, excluded: [] }, sampling);
      if (value === undefined || !isProved(nodes, value)) break;
      if (!found.some((other) => isEqualJson(other, value))) found.push(value);
    }
    if (found.length > 0) return found;
  }
  return found;
}
