import type { JsonValue } from '../../base/json.js';
import { decimalCount } from '../multiple-of.js';
import type { NumberFacts } from '../sample/number-candidates.js';
import { commonMultiple, numberCandidates } from '../sample/number-candidates.js';
import type { Drawer, Source } from './source.js';
import { happens, oneOf, wholeFrom } from './source.js';

/** What a number must be, and how to know. */
export interface NumberDemand {
  readonly facts: NumberFacts;
  readonly isInteger: boolean;
  readonly formats: readonly string[];
  readonly isProved: (value: JsonValue) => boolean;
}

/** Numbers that are known to be valid, by kind. */
interface Edges {
  /** At the limits and beside them. */
  readonly limits: readonly number[];
  readonly small: readonly number[];
  /** Where machines round, overflow or change their notation. */
  readonly large: readonly number[];
}

/**
 * Draws numbers: at their limits and beside them, small ones, the limits of machines, and anything in between.
 *
 * @param demand - what is said of the number
 */
export function numberDrawer(demand: NumberDemand): Drawer {
  const edges = edgesOf(demand);
  const all = [edges.limits, edges.small, edges.large].filter((list) => list.length > 0);
  const fallback = all[0] ?? [...numberCandidates(demand.facts, undefined)].filter(demand.isProved).slice(0, FALLBACK_COUNT);
  const range = usualRange(demand);
  return (source) => {
    if (all.length > 0 && happens(source, source.edgeRatio)) return edgeOf(source, edges) ?? oneOf(source, fallback);
    for (let attempt = 0; attempt < TRY_COUNT; attempt += 1) {
      const value = between(source, range);
      if (demand.isProved(value)) return value;
    }
    return oneOf(source, fallback);
  };
}

const TRY_COUNT = 6;
const FALLBACK_COUNT = 8;
const SIGNIFICANT_DIGITS = 16;
/** Without limits numbers stay as people use them. */
const USUAL_SPAN = 1_000;
const NEGATIVE_SPAN = 100;
/** The largest doubles that JSON writes with digits that still fit 64 bits. */
const MOST_INT64 = 2 ** 63 - 1_024;

function edgeOf(source: Source, { limits, small, large }: Edges): number | undefined {
  const list = happens(source, 0.6) && limits.length > 0 ? limits : happens(source, 0.6) || large.length === 0 ? small : large;
  return oneOf(source, list.length > 0 ? list : limits);
}

function edgesOf(demand: NumberDemand): Edges {
  const { facts, isInteger } = demand;
  const step = stepOf(demand) ?? (isInteger ? 1 : 0.1);
  const limits = [facts.least, facts.most].filter((limit) => Number.isFinite(limit));
  const beside = limits.flatMap((limit) => [limit, limit + step, limit - step, ceilingTo(limit, step), ceilingTo(limit, step) - step]);
  return {
    limits: proved(beside, demand),
    small: proved([0, 1, -1, step, -step, 10, 100, ...(isInteger ? [] : [0.5, -0.5, 0.1, 1.01])], demand),
    large: proved(largeOf(demand), demand),
  };
}

/** Each once, without the noise of binary fractions; `-0` is written `0`, and what JSON cannot write is no number. */
function proved(values: readonly number[], { isProved }: NumberDemand): readonly number[] {
  const tidy = values.filter((value) => Number.isFinite(value)).map((value) => Number(value.toPrecision(SIGNIFICANT_DIGITS)) + 0);
  return [...new Set(tidy)].filter(isProved);
}

function largeOf({ isInteger, formats }: NumberDemand): readonly number[] {
  const int32 = [2 ** 31 - 1, -(2 ** 31)];
  if (formats.includes('int32')) return int32;
  const safe = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, ...int32, 2 ** 31, 2 ** 32];
  if (formats.includes('int64')) return [...safe, MOST_INT64, -MOST_INT64];
  if (isInteger) return safe;
  if (formats.includes('float')) return [3.4e38, -3.4e38, 1e-7, 16_777_216];
  return [...safe, 1e21, 1e-7, 1e308, -1e308, 123_456.789];
}

interface Range {
  readonly low: number;
  readonly high: number;
  readonly step: number | undefined;
  /** That numbers are drawn with. */
  readonly decimals: number;
  readonly mayBeNegative: boolean;
}

function usualRange(demand: NumberDemand): Range {
  const { least, most } = demand.facts;
  const step = stepOf(demand);
  const span = USUAL_SPAN * (step ?? 1);
  const isOpen = !Number.isFinite(least) && !Number.isFinite(most);
  const low = Number.isFinite(least) ? least : most >= span ? 0 : Number.isFinite(most) ? most - span : 0;
  const high = Number.isFinite(most) ? most : low + span;
  const decimals = step === undefined ? decimalsOf(high - low) : decimalCount(step);
  return { low, high, step, decimals, mayBeNegative: isOpen };
}

function decimalsOf(span: number): number {
  return span > 0 && span < 1 ? Math.min(20, 2 + Math.ceil(-Math.log10(span))) : 2;
}

function between(source: Source, { low, high, step, decimals, mayBeNegative }: Range): number {
  const from = mayBeNegative && happens(source, 0.15) ? -NEGATIVE_SPAN * (step ?? 1) : low;
  // A wide range is mostly used at its lower end: ids, counts, prices.
  const to = high - from > 10 * USUAL_SPAN * (step ?? 1) && happens(source, 0.7) ? from + USUAL_SPAN * (step ?? 1) : high;
  if (step !== undefined) {
    const first = Math.ceil(from / step - 1e-9);
    const last = Math.floor(to / step + 1e-9);
    return tidyMultiple(step * (last < first ? first : wholeFrom(source, first, last)), decimals);
  }
  const value = from + source.random.next() * (to - from);
  // Two decimals, and in a narrow range as many more as tell its numbers apart.
  const rounded = Number(value.toFixed(decimals)) + 0;
  return rounded > from && rounded < high ? rounded : value;
}

function stepOf({ facts }: NumberDemand): number | undefined {
  return facts.steps.length === 0 ? undefined : facts.steps.reduce(commonMultiple);
}

function ceilingTo(value: number, step: number): number {
  return tidyMultiple(step * Math.ceil(value / step - 1e-9), decimalCount(step));
}

/** With no more decimals than the step has. */
function tidyMultiple(value: number, decimals: number): number {
  return (decimals === 0 || decimals > 20 ? value : Number(value.toFixed(decimals))) + 0;
}
