import type { JsonValue } from '../../base/json.js';
import { clausesFromNode } from '../clauses.js';
import { nodeFromSchema } from '../node.js';
import type { Direction, Schema } from '../schema.js';
import { isDemand } from './demand.js';
import type { Edge } from './edge.js';
import type { PlaceEdges } from './edges-of-place.js';
import { edgesOfPlace } from './edges-of-place.js';
import { inTurns } from '../../base/in-turns.js';
import { placeLabel } from './place-label.js';
import type { Reach } from './reach.js';
import { createReach } from './reach.js';
import type { ReachablePlace } from './reachable-places.js';
import { reachablePlaces } from './reachable-places.js';
import type { SchemaClause } from './schema-clauses.js';
import { keyOfClause, schemaClauseOf } from './schema-clauses.js';

/** A valid value at the edge of what a schema lets in. */
export interface BoundaryValue {
  /** For people: `limit at its maximum 100`; the whole value is called `value`. */
  readonly name: string;
  readonly value: JsonValue;
  /** The clauses that it is there for: the one at whose edge it is, and those first met at its place. */
  readonly clauses: readonly SchemaClause[];
}

/**
 * Valid values at the edges of what a schema lets in: at each limit and just inside, the shortest and longest texts (beyond the basic plane too),
 * the empty and the longest list, each value of an enum, each branch of a union, all members, only the required ones, each optional one alone,
 * `null` where it is let in, the odd forms of each format, large numbers and long texts where no limit is set, defaults and examples. The same schema gives the same list.
 *
 * @param schema - where it was written
 * @param options - the direction the values travel
 * @returns lazily, at most `MAX_VALUE_COUNT`, those first that show most: one of each place before the second of any
 */
export function* boundaryValues(schema: Schema, options: { readonly direction?: Direction | undefined } = {}): Generator<BoundaryValue> {
  const { direction } = options;
  const reach = createReach(nodeFromSchema(schema), direction);
  const shown = new Set<string>();
  const met = new Set<string>();
  let count = 0;
  for (const { place, edge, news } of inTurns(rowsOf(reach))) {
    const whole = reach.wholeWith(place, edge.value);
    if (whole === undefined || !reach.isValid(whole)) continue;
    const clauses = [...(edge.clause === undefined ? [] : [schemaClauseOf(edge.clause)]), ...news()];
    const text = JSON.stringify(whole);
    if (shown.has(text) && clauses.every((clause) => met.has(keyOfClause(clause)))) continue;
    shown.add(text);
    for (const clause of clauses) met.add(keyOfClause(clause));
    yield { name: `${placeLabel(place.tokens)} ${edge.how}`, value: whole, clauses: eachOnce(clauses) };
    count += 1;
    if (count >= MAX_VALUE_COUNT) return;
  }
}

const MAX_VALUE_COUNT = 200;

/** An edge at its place. */
interface PlacedEdge {
  readonly place: ReachablePlace;
  readonly edge: Edge;
  /** What holds at the place and no earlier one; told once. */
  readonly news: () => readonly SchemaClause[];
}

/** The edges of each place that can be reached and shows something new: a clause, a branch, or the place itself. */
function* rowsOf(reach: Reach): Generator<Iterable<PlacedEdge>> {
  const claimed = new Set<string>();
  const { direction } = reach;
  for (const place of reachablePlaces(reach.root, direction)) {
    const clauses = place.nodes.flatMap((node) => [...clausesFromNode(node).values()].filter(isDemand));
    const open = clauses.filter((clause) => !claimed.has(keyOfClause(schemaClauseOf(clause))));
    const label = [placeLabel(place.tokens), ...place.branches.map(({ name }) => name)].join(' ');
    if ((open.length === 0 && claimed.has(label)) || reach.valueAt(place) === undefined) continue;
    for (const key of [label, ...open.map((clause) => keyOfClause(schemaClauseOf(clause)))]) claimed.add(key);
    yield placedEdges({ place, clauses: open, direction });
  }
}

function* placedEdges(wanted: PlaceEdges): Generator<PlacedEdge> {
  const { place, clauses } = wanted;
  const news = once(clauses.map(schemaClauseOf));
  for (const edge of edgesOfPlace(wanted)) yield { place, edge, news };
}

function once(clauses: readonly SchemaClause[]): () => readonly SchemaClause[] {
  let left = clauses;
  return () => {
    const told = left;
    left = [];
    return told;
  };
}

function eachOnce(clauses: readonly SchemaClause[]): readonly SchemaClause[] {
  return [...new Map(clauses.map((clause) => [keyOfClause(clause), clause])).values()];
}
