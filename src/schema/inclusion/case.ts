import type { Clause } from '../clauses.js';
import { clausesFromNode } from '../clauses.js';
import type { Node } from '../node.js';
import type { Alternative, Atom, Disjunction } from './atom.js';
import type { ClauseReader } from './clause-reader.js';
import { NOTHING } from './held-clause.js';
import type { Literal } from './literal.js';
import { ALL_TYPES, NULL } from './value-types.js';

/** One way in which a value at a place may be, as far as it is known: all of it holds together. */
export interface Case {
  /** Bits of the types that are left; none means that there is no such value. */
  readonly types: number;
  readonly atoms: readonly Atom[];
  /** How many atoms stood there before the last assumption. */
  readonly knownAtomCount: number;
  /** The same of schemas that hold, and of those that stand aside. */
  readonly knownHeldCount: number;
  readonly knownAsideCount: number;
  /** Schemas that hold, taken apart into the rest. */
  readonly held: readonly Literal[];
  /** Clauses of those that hold. */
  readonly clauses: readonly Clause[];
  /** Schemas that do not hold. */
  readonly refused: readonly Literal[];
  /** As those, but not worth a search. */
  readonly aside: readonly Literal[];
  readonly splits: readonly Disjunction[];
  /** Schemas of the writer that may hold beside. */
  readonly maybe: readonly Literal[];
  readonly blame: Clause | undefined;
}

export const ANY_CASE: Case = {
  types: ALL_TYPES,
  atoms: [],
  knownAtomCount: 0,
  knownHeldCount: 0,
  knownAsideCount: 0,
  held: [],
  clauses: [],
  refused: [],
  aside: [],
  splits: [],
  maybe: [],
  blame: undefined,
};

/**
 * The case in which an alternative holds too: whatever follows from it at once is taken in.
 *
 * @param from - before
 * @param alternative - what is assumed
 * @param reader - of clauses
 */
export function assume(from: Case, alternative: Alternative, reader: ClauseReader): Case {
  const growing: Growing = {
    reader,
    types: from.types,
    atoms: [...from.atoms],
    held: [...from.held],
    clauses: [...from.clauses],
    refused: [...from.refused],
    aside: [...from.aside],
    splits: [...from.splits],
    maybe: [...from.maybe],
    seen: new Set(from.held.map(({ node }) => node)),
  };
  take(alternative, growing);
  const { types, atoms, held, clauses, refused, aside, splits, maybe } = growing;
  const blame = alternative.blame ?? from.blame;
  const known = { knownAtomCount: from.atoms.length, knownHeldCount: from.held.length, knownAsideCount: from.aside.length };
  return { types, atoms, ...known, held, clauses, refused, aside, splits, maybe, blame };
}

interface Growing {
  readonly reader: ClauseReader;
  types: number;
  readonly atoms: Atom[];
  readonly held: Literal[];
  readonly clauses: Clause[];
  readonly refused: Literal[];
  readonly aside: Literal[];
  readonly splits: Disjunction[];
  readonly maybe: Literal[];
  readonly seen: Set<Node>;
}

function take(alternative: Alternative, growing: Growing): void {
  growing.types &= alternative.types;
  growing.atoms.push(...alternative.atoms);
  growing.aside.push(...(alternative.aside ?? []));
  growing.maybe.push(...(alternative.maybe ?? []));
  for (const literal of alternative.literals) {
    if (literal.isHeld) takeHeld(literal, growing);
    else takeRefused(literal, growing);
  }
}

function takeRefused(literal: Literal, growing: Growing): void {
  if (literal.node.value === true) growing.types = 0;
  else if (literal.node.value !== false) growing.refused.push(literal);
}

function takeHeld(literal: Literal, growing: Growing): void {
  const { node } = literal;
  if (node.value === false) growing.types = 0;
  // What is no schema demands nothing; what comes back to itself in place says nothing new.
  if (typeof node.value !== 'object' || growing.seen.has(node)) return;
  if (clausesFromNode(node).has('nullable') && literal.isBare !== true) {
    growing.splits.push([
      { ...NOTHING, types: NULL },
      { ...NOTHING, types: ALL_TYPES & ~NULL, literals: [{ ...literal, isBare: true }] },
    ]);
    return;
  }
  growing.seen.add(node);
  growing.held.push(literal);
  const { clauses: asserted, disjunctions } = growing.reader.whenHeld(literal);
  growing.clauses.push(...asserted);
  for (const disjunction of disjunctions) takeDisjunction(disjunction, growing);
}

function takeDisjunction(disjunction: Disjunction, growing: Growing): void {
  const [only] = disjunction;
  if (only === undefined) growing.types = 0;
  else if (disjunction.length === 1) take(only, growing);
  else growing.splits.push(disjunction);
}
