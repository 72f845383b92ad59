import type { Random } from '../../base/random.js';
import { decimalCount } from '../multiple-of.js';

/** What a number must be. */
export interface NumberFacts {
  readonly least: number;
  readonly most: number;
  /** The steps it must be a multiple of; 1 for whole numbers. */
  readonly steps: readonly number[];
}

const TRY_COUNT = 60;
/** Without limits a drawn number stays in a range that people read. */
const USUAL_RANGE = 1_000;

/**
 * Numbers that may satisfy the facts, the nicest first. Each still has to be tried.
 *
 * @param facts - all that is said of the number
 * @param random - `undefined` for fixed numbers
 */
export function* numberCandidates(facts: NumberFacts, random: Random | undefined): Generator<number> {
  const step = facts.steps.length === 0 ? undefined : facts.steps.reduce(commonMultiple);
  if (random !== undefined) for (let attempt = 0; attempt < TRY_COUNT; attempt += 1) yield drawn(facts, step, random);
  yield 0;
  const from = Number.isFinite(facts.least) ? facts.least : Number.isFinite(facts.most) ? facts.most : 0;
  const direction = Number.isFinite(facts.least) || !Number.isFinite(facts.most) ? 1 : -1;
  const stride = step ?? 1;
  const first = direction === 1 ? Math.ceil(from / stride - 1e-9) : Math.floor(from / stride + 1e-9);
  if (step === undefined) yield from;
  for (let index = 0; index < TRY_COUNT; index += 1) yield multiple(stride, first + index * direction);
  if (step === undefined && Number.isFinite(facts.least) && Number.isFinite(facts.most)) {
    for (let parts = 2; parts < TRY_COUNT; parts += 1) yield facts.least + (facts.most - facts.least) / parts;
  }
}

function drawn({ least, most }: NumberFacts, step: number | undefined, random: Random): number {
  const low = Number.isFinite(least) ? least : Number.isFinite(most) ? most - USUAL_RANGE * (step ?? 1) : 0;
  const high = Number.isFinite(most) ? most : low + USUAL_RANGE * (step ?? 1);
  const value = low + random.next() * (high - low);
  if (step !== undefined) return multiple(step, Math.floor(low / step) + Math.round((value - low) / step));
  const rounded = Math.round(value * 100) / 100;
  return rounded >= low && rounded <= high ? rounded : value;
}

/** The n-th multiple, with no more decimals than the step has. */
function multiple(step: number, count: number): number {
  const decimals = decimalCount(step);
  const value = step * count;
  return decimals === 0 || decimals > 20 ? value : Number(value.toFixed(decimals));
}

/**
 * The smallest step that is a whole number of both; the larger one when that cannot be told.
 *
 * @param first - above zero
 * @param second - above zero
 */
export function commonMultiple(first: number, second: number): number {
  const scale = 10 ** Math.max(decimalCount(first), decimalCount(second));
  const [one, other] = [Math.round(first * scale), Math.round(second * scale)];
  if (!Number.isSafeInteger(one) || !Number.isSafeInteger(other) || one === 0 || other === 0) return Math.max(first, second);
  return ((one / commonDivisor(one, other)) * other) / scale;
}

function commonDivisor(first: number, second: number): number {
  return second === 0 ? first : commonDivisor(second, first % second);
}
