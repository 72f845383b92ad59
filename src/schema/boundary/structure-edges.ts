import type { JsonValue } from '../../base/json.js';
import { madeNode } from './made-node.js';
import { clausesFromNode } from '../clauses.js';
import type { Edge, EdgeInput, EdgeMaker } from './edge.js';
import { builtWith } from './edge.js';
import { lengthenedList } from './lengthened-list.js';

export const minItemsEdges: EdgeMaker = (input) => sizedList(input, 'with its fewest items');

export const maxItemsEdges: EdgeMaker = function* (input) {
  yield* sizedList(input, 'with its most items');
  const { clause } = input;
  if (typeof clause.value === 'number' && clause.value > 1) yield* sizedList(input, 'with one item less than its most', clause.value - 1);
};

/** Two items that differ only a little. */
export const uniqueItemsEdges: EdgeMaker = function* (input) {
  const { clause } = input;
  const items = lengthened([], 2, input);
  if (items !== undefined) yield { value: items, how: 'with two different items', clause };
};

/** As few and as many as there may be of what must be in it. */
export const containsEdges: EdgeMaker = function* (input) {
  const { clause } = input;
  const clauses = clausesFromNode(clause.node);
  for (const [keyword, fallback] of [
    ['minContains', 1],
    ['maxContains', undefined],
  ] as const) {
    const count = clauses.get(keyword)?.value ?? fallback;
    if (typeof count !== 'number' || count > MAX_BUILT_LENGTH) continue;
    const wanted = madeNode(clause.node, { contains: clause.value, minContains: count, maxContains: count });
    const built = builtWith(input, wanted, { type: 'array' });
    if (built !== undefined) yield { value: built, how: `with ${count} of what it must contain`, clause };
  }
};

export const minPropertiesEdges: EdgeMaker = (input) => sizedObject(input, 'fewest');
export const maxPropertiesEdges: EdgeMaker = (input) => sizedObject(input, 'most');

const MAX_BUILT_LENGTH = 200;
const MAX_MADE_LENGTH = 5_000;

function* sizedList(input: EdgeInput, how: string, wanted?: number): Generator<Edge> {
  const { clause } = input;
  const length = wanted ?? clause.value;
  if (typeof length !== 'number' || length > MAX_MADE_LENGTH) return;
  const built = length <= MAX_BUILT_LENGTH ? builtWith(input, { type: 'array', minItems: length, maxItems: length }) : undefined;
  const value = built ?? lengthened([], length, input);
  if (value !== undefined) yield { value, how: `${how}, ${length}`, clause };
}

function* sizedObject(input: EdgeInput, what: string): Generator<Edge> {
  const { clause } = input;
  const count = clause.value;
  if (typeof count !== 'number' || count > MAX_BUILT_LENGTH) return;
  const value = builtWith(input, { type: 'object', minProperties: count, maxProperties: count });
  if (value !== undefined) yield { value, how: `with its ${what} members, ${count}`, clause };
}

function lengthened(items: readonly JsonValue[], length: number, { place, direction }: EdgeInput): readonly JsonValue[] | undefined {
  return lengthenedList(items, { length, place, options: { direction, optionalDepth: 0, attemptCount: MAX_BUILT_LENGTH } });
}
