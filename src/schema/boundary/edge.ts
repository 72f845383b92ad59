import type { JsonObject, JsonValue } from '../../base/json.js';
import type { Clause } from '../clauses.js';
import type { Node } from '../node.js';
import type { Direction } from '../schema.js';
import { plainNode } from './made-node.js';
import { buildValue } from './reach.js';
import type { ReachablePlace } from './reachable-places.js';

/** A value at the edge of what a clause lets in, at its place: it still has to be judged. */
export interface Edge {
  readonly value: JsonValue;
  /** For people, behind the name of the place: `at its maximum 100`. */
  readonly how: string;
  readonly clause: Clause | undefined;
}

/** A clause whose edges are wanted. */
export interface EdgeInput {
  readonly clause: Clause;
  readonly place: ReachablePlace;
  readonly direction: Direction | undefined;
}

/** Makes the edges of one keyword, the most telling first. */
export type EdgeMaker = (input: EdgeInput) => Iterable<Edge>;

/**
 * A value of the place that satisfies some more schemas, with few optional members; `undefined` when none was found.
 *
 * @param input - the place
 * @param more - further schemas; a plain object is read as draft 2020-12
 */
export function builtWith({ place, direction }: Omit<EdgeInput, 'clause'>, ...more: readonly (Node | JsonObject)[]): JsonValue | undefined {
  const made = more.map((one) => ('resource' in one ? (one as Node) : plainNode(one as JsonObject)));
  return buildValue([...place.conjuncts, ...place.guards, ...made], { direction, optionalDepth: 0, attemptCount: MAX_ATTEMPT_COUNT });
}

const MAX_ATTEMPT_COUNT = 500;
