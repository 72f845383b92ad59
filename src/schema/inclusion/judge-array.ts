import type { Atom } from './atom.js';
import type { Case } from './case.js';
import type { Judgement, Places } from './judgement.js';
import { EMPTY, under } from './judgement.js';
import type { Literal } from './literal.js';
import type { OpenPart } from './schema-comparison.js';

/**
 * Whether no list keeps to what a case says of lists.
 *
 * @param given - the case
 * @param places - judges the items
 * @param soften - what is said of an item that others may speak of too
 */
export function judgeArray(given: Case, places: Places, soften: (literal: Literal, index: number) => Literal): Judgement {
  const list = listOf(given, places, soften);
  if (list.least > list.most || hasClash(given.atoms, list)) return EMPTY;
  shorten(list);
  if (list.least > list.most) return EMPTY;
  const open: OpenPart[] = [];
  for (const atom of given.atoms) {
    if (atom.kind === 'count' && isCountImpossible(atom, list)) return EMPTY;
    if (atom.kind !== 'some-item') continue;
    const judged = someItem(atom, list);
    if (judged.isEmpty) return EMPTY;
    open.push(...judged.open);
  }
  return { isEmpty: false, open };
}

/** Any item. */
const ITEM = '*';

interface List {
  readonly atoms: readonly Atom[];
  readonly places: Places;
  readonly least: number;
  /** How long the list may be; shortened where no item can stand. */
  most: number;
  /** Indexes from which on something else is said of items; the first is 0. */
  readonly starts: readonly number[];
  readonly literalsAt: (index: number) => readonly Literal[];
}

function listOf({ atoms }: Case, places: Places, soften: (literal: Literal, index: number) => Literal): List {
  let least = 0;
  let most = Number.POSITIVE_INFINITY;
  const starts = new Set([0]);
  for (const atom of atoms) {
    if (atom.kind === 'limit' && atom.keyword === 'minItems') least = Math.max(least, Math.ceil(atom.limit));
    if (atom.kind === 'limit' && atom.keyword === 'maxItems') most = Math.min(most, Math.floor(atom.limit));
    if (atom.kind === 'count') least = Math.max(least, atom.least);
    if (atom.kind === 'unique' && !atom.isHeld) least = Math.max(least, 2);
    if (atom.kind !== 'items' && atom.kind !== 'some-item') continue;
    if (atom.kind === 'some-item') least = Math.max(least, atom.from + 1);
    starts.add(atom.from);
    if (Number.isFinite(atom.to)) starts.add(atom.to);
  }
  const literalsAt = (index: number): readonly Literal[] =>
    atoms.flatMap((atom) => (atom.kind === 'items' && atom.from <= index && index < atom.to ? [soften(atom.literal, index)] : []));
  return { atoms, places, least, most, starts: [...starts].toSorted((left, right) => left - right), literalsAt };
}

function hasClash(atoms: readonly Atom[], { most }: List): boolean {
  if (atoms.some((atom) => atom.kind === 'count' && atom.least > Math.min(most, atom.most))) return true;
  const isUnique = atoms.some((atom) => atom.kind === 'unique' && atom.isHeld);
  return isUnique && atoms.some((atom) => atom.kind === 'unique' && !atom.isHeld);
}

/** Where no item can stand the list ends. */
function shorten(list: List): void {
  for (const start of list.starts) {
    if (start >= list.most) return;
    if (list.places.judge(list.literalsAt(start), ITEM).isEmpty) list.most = start;
  }
}

function someItem(atom: Extract<Atom, { kind: 'some-item' }>, list: List): Judgement {
  const open: OpenPart[] = [];
  let isEmpty = true;
  for (const start of list.starts) {
    if (start < atom.from || start >= atom.to || start >= list.most) continue;
    const judged = list.places.judge([...list.literalsAt(start), atom.literal], ITEM);
    if (judged.isEmpty) continue;
    isEmpty = false;
    open.push(...under(judged.open, ITEM));
  }
  return { isEmpty, open };
}

/** How many items at most, and at least, match; and what that is to counts of other clauses. */
function isCountImpossible(atom: Extract<Atom, { kind: 'count' }>, list: List): boolean {
  const denied: Literal = { ...atom.literal, isHeld: false };
  let possible = 0;
  let certain = 0;
  for (const [position, start] of list.starts.entries()) {
    const end = Math.min(list.starts[position + 1] ?? Number.POSITIVE_INFINITY, list.most);
    if (start >= end) continue;
    const literals = list.literalsAt(start);
    if (atom.least > 0 && !list.places.judge([...literals, atom.literal], ITEM).isEmpty) possible += end - start;
    const sureCount = Math.max(0, Math.min(end, list.least) - start);
    if (atom.most < Number.POSITIVE_INFINITY && sureCount > 0 && list.places.judge([...literals, denied], ITEM).isEmpty)
      certain += sureCount;
  }
  if (possible < atom.least || certain > atom.most) return true;
  return list.atoms.some((other) => other.kind === 'count' && other.least > atom.most && isWithin(other.literal, denied, list.places));
}

function isWithin(literal: Literal, denied: Literal, places: Places): boolean {
  return places.judge([literal, denied], ITEM).isEmpty;
}
