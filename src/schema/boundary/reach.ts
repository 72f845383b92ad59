import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Random } from '../../base/random.js';
import type { Node } from '../node.js';
import { build } from '../sample/build.js';
import { itemNodes } from '../sample/items.js';
import type { Direction } from '../schema.js';
import { isValidByNode } from '../validate.js';
import { plainNode } from './made-node.js';
import type { ReachablePlace } from './reachable-places.js';

/** How values get to a place: small valid ones around it. */
export interface Reach {
  readonly root: Node;
  readonly direction: Direction | undefined;
  /** What building costs. */
  readonly effort: Effort;
  /** A valid value of the place that stands in a valid whole; `undefined` when none was found. */
  readonly valueAt: (place: ReachablePlace) => JsonValue | undefined;
  /** The whole value with another one at the place, whether it is valid or not; `undefined` when nothing can hold the place. */
  readonly wholeWith: (place: ReachablePlace, value: JsonValue) => JsonValue | undefined;
  /** Valid whole values with another one at the place, the smallest first, whether or not the place has a valid value otherwise. */
  readonly wholesAround: (place: ReachablePlace, value: JsonValue) => Iterable<JsonValue>;
  /** Whether the whole value is valid. */
  readonly isValid: (whole: JsonValue) => boolean;
}

/**
 * The reach of a schema. What it makes is kept, and depends on the schema alone.
 *
 * @param root - the schema of the whole value
 * @param direction - the way the value travels
 * @param effort - is counted up
 */
export function createReach(root: Node, direction: Direction | undefined, effort: Effort = { attemptCount: 0 }): Reach {
  const built = new Map<ReachablePlace, Map<Making, JsonValue | undefined>>();
  const ways = new Map<ReachablePlace, Way | undefined>();
  const isValid = (whole: JsonValue): boolean => isValidByNode(root, whole, { direction });
  const baseAt = (place: ReachablePlace, making: Making): JsonValue | undefined => {
    const known = built.get(place) ?? new Map<Making, JsonValue | undefined>();
    built.set(place, known);
    if (!known.has(making)) known.set(making, valueOfPlace(place, { direction, optionalDepth: making, effort }));
    return known.get(making);
  };
  const holders = new Map<string, Map<ReachablePlace, JsonValue | undefined>>();
  const holderAt = (place: ReachablePlace, type: 'object' | 'array', making: Making): JsonValue | undefined => {
    const base = baseAt(place, making);
    if (base !== undefined && typeOf(base) === type) return base;
    const known = holders.get(`${type} ${making}`) ?? new Map<ReachablePlace, JsonValue | undefined>();
    holders.set(`${type} ${making}`, known);
    const conjuncts = [...place.conjuncts, ...place.guards, plainNode({ type })];
    if (!known.has(place)) known.set(place, buildValue(conjuncts, { direction, optionalDepth: making, effort }));
    return known.get(place);
  };
  const wholeBy = (place: ReachablePlace, making: Making, value: JsonValue): JsonValue | undefined => {
    let whole: JsonValue | undefined = value;
    for (let inner = place; inner.parent !== undefined && whole !== undefined; inner = inner.parent) {
      const holder = holderAt(inner.parent, typeof inner.tokens.at(-1) === 'string' ? 'object' : 'array', making);
      whole = holder === undefined ? undefined : withChild(holder, { place: inner, value: whole, direction });
    }
    return whole;
  };
  const wayTo = (place: ReachablePlace): Way | undefined => {
    if (!ways.has(place)) ways.set(place, findWay(place));
    return ways.get(place);
  };
  const findWay = (place: ReachablePlace): Way | undefined => {
    for (const making of MAKINGS) {
      const value = baseAt(place, making);
      const whole = value === undefined ? undefined : wholeBy(place, making, value);
      if (value !== undefined && whole !== undefined && isValid(whole)) return { making, value };
    }
    return undefined;
  };
  return {
    root,
    direction,
    effort,
    isValid,
    valueAt: (place) => wayTo(place)?.value,
    wholeWith: (place, value) => {
      // Where nothing may stand, or nothing can, no valid value shows the way.
      return wholeBy(place, wayTo(place)?.making ?? 0, value);
    },
    *wholesAround(place, value) {
      for (const making of MAKINGS) {
        const whole = wholeBy(place, making, value);
        if (whole !== undefined && isValid(whole)) yield whole;
      }
    },
  };
}

/**
 * A value that satisfies some schemas, `undefined` when none was found.
 *
 * @param conjuncts - the schemas, all of which it must satisfy
 * @param options - the direction; how deep optional members are made; the chance, without which the value is fixed
 */
export function buildValue(conjuncts: readonly Node[], options: BuildOptions): JsonValue | undefined {
  const { direction, optionalDepth, random, excluded, effort, attemptCount = MAX_ATTEMPT_COUNT } = options;
  const sampling = { options: { direction }, random, optionalDepth, valueCount: 0, attemptCount };
  const value = build({ conjuncts, path: [], depth: 0, excluded: excluded ?? [] }, sampling);
  // An attempt at a large value costs as much as many at a small one.
  if (effort !== undefined)
    effort.attemptCount += (attemptCount - sampling.attemptCount) * (1 + Math.floor(sampling.valueCount / LARGE_VALUE_COUNT));
  return value;
}

/** What building has cost so far. */
export interface Effort {
  attemptCount: number;
}

/**
 * A valid value of a place; with depth 0 an object has no member that could be left out.
 *
 * @param place - any place
 * @param options - the direction, and how deep optional members are made
 */
export function valueOfPlace(place: ReachablePlace, options: BuildOptions): JsonValue | undefined {
  const { direction, optionalDepth } = options;
  const conjuncts = [...place.conjuncts, ...place.guards];
  const value = buildValue(conjuncts, options);
  if (optionalDepth > 0 || !isJsonObject(value)) return value;
  let smallest = value;
  for (const name of Object.keys(value)) {
    const smaller = Object.fromEntries(Object.entries(smallest).filter(([member]) => member !== name));
    if (conjuncts.every((node) => isValidByNode(node, smaller, { direction }))) smallest = smaller;
  }
  return smallest;
}

export interface BuildOptions {
  readonly direction: Direction | undefined;
  readonly optionalDepth: number;
  readonly random?: Random | undefined;
  /** Tries before it is given up. */
  readonly attemptCount?: number | undefined;
  /** Is counted up. */
  readonly effort?: Effort | undefined;
  /** Values that it must not be. */
  readonly excluded?: readonly JsonValue[] | undefined;
}

/** How deep optional members are made in the values around a place: few where that will do. */
type Making = number;

interface Way {
  readonly making: Making;
  readonly value: JsonValue;
}

const MAKINGS: readonly Making[] = [0, 1, 4];
const MAX_ATTEMPT_COUNT = 4_000;
/** Members and items of a value that is large. */
const LARGE_VALUE_COUNT = 20;

function typeOf(value: JsonValue): string {
  return Array.isArray(value) ? 'array' : isJsonObject(value) ? 'object' : 'scalar';
}

interface ChildInput {
  readonly place: ReachablePlace;
  readonly value: JsonValue;
  readonly direction: Direction | undefined;
}

function withChild(holder: JsonValue, { place, value, direction }: ChildInput): JsonValue | undefined {
  const token = place.tokens.at(-1);
  if (typeof token === 'string') return isJsonObject(holder) ? withMember(holder, token, value) : undefined;
  if (token === undefined || !Array.isArray(holder)) return undefined;
  const items: JsonValue[] = [...(holder as readonly JsonValue[])];
  while (items.length < token) {
    const item = buildValue(itemNodes(place.parent ?? { nodes: [] }, items.length), { direction, optionalDepth: 0, excluded: items });
    if (item === undefined) return undefined;
    items.push(item);
  }
  items[token] = value;
  return items;
}

/**
 * The object with one member set, `__proto__` like any other.
 *
 * @param object - left as it is
 * @param name - of the member
 * @param value - of the member
 */
export function withMember(object: Readonly<Record<string, JsonValue | undefined>>, name: string, value: JsonValue): JsonValue {
  return Object.fromEntries([...Object.entries(object), [name, value]]);
}
