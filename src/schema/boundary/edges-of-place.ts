import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Clause } from '../clauses.js';
import { clausesFromNode } from '../clauses.js';
import type { Direction } from '../schema.js';
import type { Edge, EdgeMaker } from './edge.js';
import { builtWith } from './edge.js';
import type { ReachablePlace } from './reachable-places.js';
import { valueOfPlace } from './reach.js';
import {
  constEdges,
  enumEdges,
  exclusiveMaximumEdges,
  exclusiveMinimumEdges,
  maximumEdges,
  minimumEdges,
  multipleOfEdges,
  nullableEdges,
  shortText,
  typeEdges,
} from './scalar-edges.js';
import {
  containsEdges,
  maxItemsEdges,
  maxPropertiesEdges,
  minItemsEdges,
  minPropertiesEdges,
  uniqueItemsEdges,
} from './structure-edges.js';
import { formatEdges, maxLengthEdges, minLengthEdges, patternEdges } from './text-edges.js';
import { unlimitedEdges } from './unlimited-edges.js';

/** A place, and what is wanted of it. */
export interface PlaceEdges {
  readonly place: ReachablePlace;
  /** Those whose edges are wanted. */
  readonly clauses: readonly Clause[];
  readonly direction: Direction | undefined;
}

/**
 * Values at the edges of what a place lets in, the most telling first: a branch that is chosen there, all members and only the required ones, the
 * limits of each clause, the empty list, what the author gives as default and example, what is large or odd where no limit is set.
 *
 * @param wanted - the place and the clauses
 */
export function* edgesOfPlace({ place, clauses, direction }: PlaceEdges): Generator<Edge> {
  const small = valueOfPlace(place, { direction, optionalDepth: 0 });
  if (isJsonObject(small)) yield* objectEdges(place, small, direction);
  for (const clause of clauses) yield* EDGE_MAKERS.get(clause.keyword)?.({ clause, place, direction }) ?? [];
  if (Array.isArray(small)) yield* listEdges(place, direction);
  const chosen = place.branches.at(-1);
  if (small !== undefined) yield { value: small, how: chosen?.name ?? 'present', clause: chosen?.clause };
  if (chosen === undefined) yield* writtenEdges(place);
  const type = clauses.find(({ keyword }) => keyword === 'type');
  if (type !== undefined) yield* unlimitedEdges(place, type);
}

const EDGE_MAKERS: ReadonlyMap<string, EdgeMaker> = new Map<string, EdgeMaker>([
  ['type', typeEdges],
  ['enum', enumEdges],
  ['const', constEdges],
  ['nullable', nullableEdges],
  ['minimum', minimumEdges],
  ['maximum', maximumEdges],
  ['exclusiveMinimum', exclusiveMinimumEdges],
  ['exclusiveMaximum', exclusiveMaximumEdges],
  ['multipleOf', multipleOfEdges],
  ['minLength', minLengthEdges],
  ['maxLength', maxLengthEdges],
  ['format', formatEdges],
  ['pattern', patternEdges],
  ['minItems', minItemsEdges],
  ['maxItems', maxItemsEdges],
  ['uniqueItems', uniqueItemsEdges],
  ['contains', containsEdges],
  ['minProperties', minPropertiesEdges],
  ['maxProperties', maxPropertiesEdges],
]);

/** Optional members are made so deep where all are wanted. */
const FULL_DEPTH = 3;

function* objectEdges(place: ReachablePlace, small: JsonValue, direction: Direction | undefined): Generator<Edge> {
  const chosen = place.branches.at(-1);
  const prefix = chosen === undefined ? '' : `${chosen.name}, `;
  const full = valueOfPlace(place, { direction, optionalDepth: FULL_DEPTH });
  if (full !== undefined) yield { value: full, how: `${prefix}with all members`, clause: chosen?.clause };
  yield { value: small, how: `${prefix}with its required members only`, clause: chosen?.clause };
}

function* listEdges(place: ReachablePlace, direction: Direction | undefined): Generator<Edge> {
  const chosen = place.branches.at(-1);
  const prefix = chosen === undefined ? '' : `${chosen.name}, `;
  yield { value: [], how: `${prefix}empty`, clause: chosen?.clause };
  const one = builtWith({ place, direction }, { type: 'array', minItems: 1, maxItems: 1 });
  if (one !== undefined) yield { value: one, how: `${prefix}with one item`, clause: chosen?.clause };
}

/** What the author wrote, where it is valid. */
function* writtenEdges(place: ReachablePlace): Generator<Edge> {
  for (const node of place.nodes) {
    const clauses = clausesFromNode(node);
    const value = clauses.get('default')?.value;
    if (value !== undefined) yield { value, how: `its default ${shortText(value)}`, clause: undefined };
    const example = clauses.get('example')?.value;
    if (example !== undefined) yield { value: example, how: `its example ${shortText(example)}`, clause: undefined };
    const examples = clauses.get('examples')?.value;
    if (!Array.isArray(examples)) continue;
    for (const one of examples.slice(0, MAX_EXAMPLE_COUNT)) yield { value: one, how: `its example ${shortText(one)}`, clause: undefined };
  }
}

const MAX_EXAMPLE_COUNT = 5;
