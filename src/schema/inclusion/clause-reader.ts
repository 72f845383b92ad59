import type { Clause } from '../clauses.js';
import { clausesFromNode } from '../clauses.js';
import type { Node } from '../node.js';
import type { Direction } from '../schema.js';
import { isKeywordAsserted } from '../vocabulary.js';
import type { Alternative, Disjunction } from './atom.js';
import { heldClause } from './held-clause.js';
import type { Literal, View } from './literal.js';
import { refusedClause } from './refused-clause.js';
import { ALL_TYPES, NULL } from './value-types.js';

/** Reads what schemas say, each once. */
export interface ClauseReader {
  /** What follows when the schema holds; `nullable` is left out. */
  readonly whenHeld: (literal: Literal) => Consequences;
  /** The ways in which the schema may fail to hold, those that are decided fast first. */
  readonly whenRefused: (literal: Literal) => readonly Way[];
}

interface Consequences {
  readonly clauses: readonly Clause[];
  readonly disjunctions: readonly Disjunction[];
}

/** A way to fail, by a clause. */
interface Way {
  readonly clause: Clause;
  readonly way: Alternative;
}

/**
 * A reader of schemas for one direction.
 *
 * @param direction - the way the values travel
 */
export function createClauseReader(direction: Direction | undefined): ClauseReader {
  return {
    whenHeld: remembered((literal) => {
      const clauses = clausesFromNode(literal.node);
      const asserted = [...clauses.values()].filter(isKeywordAsserted);
      return { clauses: asserted, disjunctions: asserted.flatMap((clause) => heldClause({ clause, clauses, literal, direction })) };
    }),
    whenRefused: remembered((literal) => {
      const clauses = clausesFromNode(literal.node);
      const mask = clauses.has('nullable') ? ALL_TYPES & ~NULL : ALL_TYPES;
      const ways = [...clauses.values()]
        .filter(isKeywordAsserted)
        .flatMap((clause) =>
          refusedClause({ clause, clauses, literal, direction }).map((way) => ({ clause, way: { ...way, types: way.types & mask } })),
        );
      return ways.toSorted((left, right) => weightOf(left.way) - weightOf(right.way));
    }),
  };
}

function remembered<Answer>(read: (literal: Literal) => Answer): (literal: Literal) => Answer {
  const byNode = new WeakMap<Node, Map<View, Answer>>();
  return (literal) => {
    const byView = byNode.get(literal.node) ?? new Map<View, Answer>();
    if (byView.size === 0) byNode.set(literal.node, byView);
    const known = byView.get(literal.view);
    if (known !== undefined) return known;
    const answer = read(literal);
    byView.set(literal.view, answer);
    return answer;
  };
}

function weightOf({ atoms, literals }: Alternative): number {
  if (literals.length > 0) return 3;
  const inner = atoms.flatMap((atom) => ('literal' in atom ? [atom.literal.node] : []));
  if (inner.length === 0) return 0;
  return inner.every(isListing) ? 1 : 2;
}

function isListing(node: Node): boolean {
  const clauses = clausesFromNode(node);
  return clauses.has('const') || clauses.has('enum');
}
