import type { Clause } from '../clauses.js';
import { clausesFromNode } from '../clauses.js';
import type { Node } from '../node.js';
import type { Literal } from './literal.js';
import { childNodes, referredNode } from './literal.js';
import type { Sameness } from './same-schema.js';

/** The same named schema in two versions: that the one holds where the other does not. */
export interface Counterparts {
  readonly held: Literal;
  readonly refused: Literal;
}

/**
 * The schemas of one name that stand on both sides of a place, behind references: what the one writes the other one reads or not wherever
 * they meet, so that this is asked once. Not where others may name members of the value too: that says more than the two do.
 *
 * @param literals - of one place
 * @param sameness - of schemas: what is written alike needs no question
 */
export function counterpartsAt(literals: readonly Literal[], sameness: Sameness): Counterparts | undefined {
  for (const refused of literals) {
    if (refused.isHeld || refused.isBare === true) continue;
    const reader = behind(refused);
    const writer = reader === undefined ? undefined : literals.find((held) => isCounterpart(held, reader, literals));
    const target = writer === undefined ? undefined : behind(writer);
    if (reader === undefined || writer === undefined || target === undefined || sameness.isSame(target, reader)) continue;
    return { held: { ...writer, node: target }, refused: { ...refused, node: reader } };
  }
  return undefined;
}

/** What the reference of a literal leads to; `undefined` when it is none. At a place of its own nothing is exempt from what stands around it. */
function behind({ node }: Literal): Node | undefined {
  const target = soleTarget(node);
  return target === node ? undefined : target;
}

function isCounterpart(held: Literal, reader: Node, literals: readonly Literal[]): boolean {
  if (!held.isHeld || behind(held)?.pointer !== reader.pointer) return false;
  return held.view !== 'closed' || !isNamedBeside(held, literals);
}

function isNamedBeside(held: Literal, literals: readonly Literal[]): boolean {
  return literals.some((other) => other !== held && other.isHeld && (other.view === 'closed' || other.view === 'writing'));
}

/**
 * What stands behind references that say nothing beside, `allOf` with a single one among them.
 *
 * @param node - itself returned when it says something of its own, or leads nowhere
 */
export function soleTarget(node: Node): Node {
  const known = TARGETS.get(node);
  if (known !== undefined) return known;
  const seen = new Set<Node>();
  let target: Node | undefined = node;
  for (let next: Node | undefined = node; next !== undefined && target !== undefined; next = nextOf(next)) {
    target = seen.has(next) ? undefined : next;
    seen.add(next);
  }
  // A chain that comes back to itself has no end.
  TARGETS.set(node, target ?? node);
  return target ?? node;
}

const TARGETS = new WeakMap<Node, Node>();

function nextOf(node: Node): Node | undefined {
  const clauses = clausesFromNode(node);
  // What is exempt from something is not what it refers to.
  if (clauses.size !== 1 || node.exempt !== undefined) return undefined;
  const [clause] = clauses.values() as Iterable<Clause>;
  if (clause?.keyword === '$ref') return referredNode(clause);
  const [only, second] = clause?.keyword === 'allOf' && Array.isArray(clause.value) ? childNodes(clause) : [];
  return second === undefined ? only : undefined;
}
