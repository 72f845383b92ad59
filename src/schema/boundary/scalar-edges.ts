import type { JsonValue } from '../../base/json.js';
import { allowedTypes, numberFacts } from '../sample/facts.js';
import type { Edge, EdgeInput, EdgeMaker } from './edge.js';
import { builtWith } from './edge.js';

/** Every type of a list, and both truth values. */
export const typeEdges: EdgeMaker = function* (input) {
  const { clause } = input;
  const names: readonly JsonValue[] = Array.isArray(clause.value) ? clause.value : [clause.value];
  if (names.includes('boolean')) {
    yield { value: true, how: 'true', clause };
    yield { value: false, how: 'false', clause };
  }
  if (names.length < 2) return;
  for (const type of names) {
    const value = type === 'null' ? null : builtWith(input, { type });
    if (value !== undefined) yield { value, how: `of type ${String(type)}`, clause };
  }
};

/** Each value, of long lists the first ones and the last. */
export const enumEdges: EdgeMaker = function* ({ clause }) {
  if (!Array.isArray(clause.value)) return;
  const values: readonly JsonValue[] = clause.value;
  const shown = values.length <= MAX_ENUM_COUNT ? values : [...values.slice(0, MAX_ENUM_COUNT - 1), ...values.slice(-1)];
  for (const value of shown) yield { value, how: shortText(value), clause };
};

/** The one value. */
export const constEdges: EdgeMaker = function* ({ clause }) {
  yield { value: clause.value, how: shortText(clause.value), clause };
};

/** `null` where only `nullable` lets it in. */
export const nullableEdges: EdgeMaker = function* ({ clause }) {
  yield { value: null, how: 'null', clause };
};

export const minimumEdges: EdgeMaker = (input) => limitEdges(input, 1, 'minimum');
export const maximumEdges: EdgeMaker = (input) => limitEdges(input, -1, 'maximum');
export const exclusiveMinimumEdges: EdgeMaker = (input) => limitEdges(input, 1, 'exclusive minimum');
export const exclusiveMaximumEdges: EdgeMaker = (input) => limitEdges(input, -1, 'exclusive maximum');

/** Zero, and the multiples around the usual value. */
export const multipleOfEdges: EdgeMaker = function* (input) {
  const { clause } = input;
  const step = clause.value;
  if (typeof step !== 'number') return;
  const usual = builtWith(input, { type: 'number' });
  const near = typeof usual === 'number' ? [usual + step, usual - step] : [];
  for (const value of [step, 0, -step, ...near]) yield { value, how: `${value}, a multiple of ${step}`, clause };
};

const MAX_ENUM_COUNT = 20;
const MAX_SHOWN_LENGTH = 40;

/**
 * The value as a person would write it, cut short.
 *
 * @param value - any value
 */
export function shortText(value: JsonValue): string {
  const text = typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
  return text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)}…` : text;
}

/** The limit, the multiple next to it, and one inside. */
function* limitEdges(input: EdgeInput, inward: 1 | -1, what: string): Generator<Edge> {
  const { clause, place } = input;
  const limit = clause.value;
  if (typeof limit !== 'number') return;
  const types = allowedTypes(place.nodes);
  const { steps } = numberFacts(place.nodes, types.includes('integer') && !types.includes('number'));
  const step = Math.max(0, ...steps) || 1;
  const nearest = inward === 1 ? Math.ceil(limit / step) * step : Math.floor(limit / step) * step;
  const isExclusive = what.startsWith('exclusive');
  if (!isExclusive) yield { value: limit, how: `at its ${what} ${limit}`, clause };
  if (isExclusive || nearest !== limit) {
    const next = nearest === limit ? limit + inward * step : nearest;
    yield { value: next, how: `next to its ${what} ${limit}`, clause };
  }
  yield { value: nearest + inward * step, how: `just inside its ${what} ${limit}`, clause };
  if (isExclusive && steps.length === 0) yield { value: limit + inward * 0.01, how: `hardly inside its ${what} ${limit}`, clause };
}
