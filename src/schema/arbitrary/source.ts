import type { JsonValue } from '../../base/json.js';
import { appendToken } from '../../base/json-pointer.js';
import type { Random } from '../../base/random.js';

/** Draws a value, `undefined` when it did not come out this time. */
export type Drawer = (source: Source) => JsonValue | undefined;

/** What one value is drawn from: its chance, its temper, and how far it has grown. */
export interface Source {
  readonly random: Random;
  readonly suggest: ((instancePointer: string) => readonly JsonValue[]) | undefined;
  /** Whether odd members are put where a schema says nothing of others. */
  readonly addsUndeclared: boolean;
  /** How often a part is an edge. */
  readonly edgeRatio: number;
  /** How often an optional member is there; `undefined`: each object decides for itself. */
  readonly optionalRatio: number | undefined;
  /** Whether objects and lists below the top are taken from their plan's witnesses. */
  readonly isFrugal: boolean;
  /** From here on nothing optional is added. */
  readonly mostValueCount: number;
  /** Values drawn so far. */
  valueCount: number;
  depth: number;
  /** Where the value being drawn stands; kept only for `suggest`. */
  pointer: string;
}

/** What the caller of an arbitrary wants of its values. */
export interface Wishes {
  readonly suggest: ((instancePointer: string) => readonly JsonValue[]) | undefined;
  readonly addsUndeclared: boolean;
}

/**
 * The source of one value. Some values are calm, so that most of a provider's checks pass, some wild; some have all optional members, some none.
 *
 * @param random - of this value alone
 * @param biasFactor - one choice in so many is an edge, as in fast-check; `undefined` for few edges
 * @param wishes - of the caller
 */
export function sourceOf(random: Random, biasFactor: number | undefined, wishes: Wishes): Source {
  const usual = biasFactor === undefined ? UNBIASED_RATIO : 1 / biasFactor;
  const temper = random.next();
  const edgeRatio = temper < CALM_RATIO ? usual / 10 : temper < 1 - WILD_RATIO ? usual : Math.min(0.9, usual * 3);
  const fullness = random.next();
  const optionalRatio = fullness < EXTREME_RATIO ? 0 : fullness > 1 - EXTREME_RATIO ? 1 : undefined;
  return {
    random,
    ...wishes,
    edgeRatio,
    optionalRatio,
    isFrugal: false,
    mostValueCount: optionalRatio === 1 ? MOST_VALUES_OF_FULL : MOST_VALUES,
    valueCount: 0,
    depth: 0,
    pointer: '',
  };
}

/**
 * A source that tries a way of reading a schema out: nothing of it depends on other plans but their witnesses.
 *
 * @param random - of the trial
 */
export function trialSource(random: Random): Source {
  return {
    random,
    suggest: undefined,
    addsUndeclared: false,
    edgeRatio: 0.1,
    optionalRatio: undefined,
    isFrugal: true,
    mostValueCount: MOST_VALUES,
    valueCount: 0,
    depth: 0,
    pointer: '',
  };
}

/** Values below this depth are no longer drawn but taken from the witnesses of their plan. */
export const MAX_DRAWN_DEPTH = 8;
/** Whatever is asked for, a value with more parts than this is filled up from witnesses. */
export const MAX_DRAWN_VALUES = 2_000;

const UNBIASED_RATIO = 0.06;
const CALM_RATIO = 0.4;
const WILD_RATIO = 0.15;
const EXTREME_RATIO = 0.14;
const MOST_VALUES = 60;
const MOST_VALUES_OF_FULL = 300;

/**
 * Whether something happens that happens this often.
 *
 * @param source - of the value
 * @param ratio - 0..1
 */
export function happens(source: Source, ratio: number): boolean {
  return source.random.next() < ratio;
}

/**
 * A whole number from `least` to `most`, both included.
 *
 * @param source - of the value
 * @param least - whole
 * @param most - whole, not below `least`
 */
export function wholeFrom(source: Source, least: number, most: number): number {
  return least + Math.floor(source.random.next() * (most - least + 1));
}

/**
 * One of a list; `undefined` only of an empty one.
 *
 * @param source - of the value
 * @param list - each as likely
 */
export function oneOf<Item>(source: Source, list: readonly Item[]): Item | undefined {
  return list[Math.floor(source.random.next() * list.length)];
}

/**
 * What a drawer gives one level further down.
 *
 * @param source - of the value
 * @param token - the name or index below
 * @param draw - of the member or item
 */
export function drawBelow(source: Source, token: string | number, draw: Drawer): JsonValue | undefined {
  const { pointer } = source;
  source.depth += 1;
  if (source.suggest !== undefined) source.pointer = appendToken(pointer, token);
  const value = draw(source);
  source.depth -= 1;
  source.pointer = pointer;
  return value;
}
