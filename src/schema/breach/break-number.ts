import type { JsonValue } from '../../base/json.js';
import { isMultipleOf } from '../multiple-of.js';
import { allowedTypes, numberFacts } from '../sample/facts.js';
import type { Breaker, Breaking, Candidate } from './breaking.js';
import { builtWithout } from './breaking.js';

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.2.4 */
export const breakMinimum: Breaker = (breaking) => beyond(breaking, -1, 'below its minimum');
/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.2.2 */
export const breakMaximum: Breaker = (breaking) => beyond(breaking, 1, 'above its maximum');
/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.2.5 */
export const breakExclusiveMinimum: Breaker = (breaking) => atOrBeyond(breaking, -1, 'its exclusive minimum');
/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.2.3 */
export const breakExclusiveMaximum: Breaker = (breaking) => atOrBeyond(breaking, 1, 'its exclusive maximum');

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.2.1 */
export const breakMultipleOf: Breaker = function* (breaking) {
  const step = breaking.clause.value;
  if (typeof step !== 'number') return;
  const how = `no multiple of ${step}`;
  const near = typeof breaking.value === 'number' ? breaking.value : 0;
  const drawn = breaking.random === undefined ? [] : [near + Math.floor(breaking.random.next() * 2000 - 1000) * (step / 4)];
  for (const value of [...drawn, near + 1, near - 1, near + step / 2, near - step / 2, near + step / 10, near - step / 10, near + 0.5])
    if (isClearlyBeside(value, step)) yield { value: plainNumber(value), how };
  const built = builtWithout(breaking, { type: 'number', not: { multipleOf: step } });
  if (typeof built === 'number' && isClearlyBeside(built, step)) yield { value: built, how };
};

/** Far enough from any multiple that no way of computing takes it for one. */
function isClearlyBeside(value: number, step: number): boolean {
  const ratio = value / step;
  return Math.abs(ratio - Math.round(ratio)) > 1e-3 && Math.abs(ratio) < 1e9;
}

/** Without the noise of binary fractions: 0.3, not 0.30000000000000004. */
function plainNumber(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(12));
}

type Sign = -1 | 1;

function* beyond(breaking: Breaking, sign: Sign, what: string): Generator<Candidate> {
  const limit = breaking.clause.value;
  if (typeof limit === 'number') for (const value of numbersBeyond(breaking, limit, sign)) yield { value, how: `${what} ${limit}` };
}

function* atOrBeyond(breaking: Breaking, sign: Sign, what: string): Generator<Candidate> {
  const limit = breaking.clause.value;
  if (typeof limit !== 'number') return;
  if (breaking.random === undefined || breaking.random.next() < 0.5) yield { value: limit, how: `at ${what} ${limit}` };
  for (const value of numbersBeyond(breaking, limit, sign)) yield { value, how: `beyond ${what} ${limit}` };
}

/** One step beyond, then a little, then far. */
function* numbersBeyond(breaking: Breaking, limit: number, sign: Sign): Generator<JsonValue> {
  const { random, place } = breaking;
  const types = allowedTypes(place.nodes);
  const isInteger = types.includes('integer') && !types.includes('number');
  const { steps } = numberFacts(place.nodes, isInteger);
  const step = steps.length === 0 ? 1 : steps.reduce((first, second) => (isMultipleOf(first, second) ? first : first * second));
  const drawn = random === undefined ? [] : [1 + Math.floor(random.next() * 10), Math.floor(random.next() * 2 ** 31)];
  const nearest = sign === 1 ? (Math.floor(limit / step) + 1) * step : (Math.ceil(limit / step) - 1) * step;
  for (const count of drawn) yield plainNumber(nearest + sign * count * step);
  // Nothing nearer than this: a provider that computes with fewer digits would be told off for rounding.
  const far = [nearest + sign * 1000 * step, limit + sign * 1e9, limit + sign * Math.abs(limit) * 1e-3];
  for (const value of [nearest, limit + sign, limit + sign * 0.5, limit + sign * 0.01, ...far])
    if ((value - limit) * sign > 0) yield plainNumber(value);
  const built = builtWithout(
    breaking,
    sign === 1 ? { type: 'number', exclusiveMinimum: limit } : { type: 'number', exclusiveMaximum: limit },
  );
  if (typeof built === 'number' && Math.abs(built - limit) > Math.abs(limit) * 1e-9) yield built;
}
