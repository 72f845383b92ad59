import { tokensFromPointer } from '../../base/json-pointer.js';
import type { ReadMember } from './usage.js';

/** What was read of a value and of what is in it. */
export interface ReadTree {
  readonly survives: ReadMember['survives'];
  readonly count: number;
  /** By the name of a member; `*` is any item, or any member of an object whose names were gone through. */
  readonly children: ReadonlyMap<string, ReadTree>;
}

/** Stands for every item of a list, and for every member of an object whose names were gone through. */
export const ANY = '*';

/**
 * The members that were read as a tree; what leads to one of them was looked at as well.
 *
 * @param reads - of one answer, in any order
 */
export function readTreeOf(reads: readonly ReadMember[]): ReadTree {
  let tree = TREES.get(reads);
  if (tree === undefined) {
    const root = emptyTree();
    for (const read of reads) {
      const place = growTo(root, tokensFromPointer(read.pointer));
      place.count = Math.max(place.count, read.count);
      place.survives = survivesEither(place.survives, read.survives);
    }
    tree = root;
    TREES.set(reads, tree);
  }
  return tree;
}

/**
 * What was read of a member: under its own name, and as any of them.
 *
 * @param tree - of the object or list that holds it
 * @param name - of the member
 * @returns `undefined` when nobody looked at it
 */
export function readOfMember(tree: ReadTree, name: string): ReadTree | undefined {
  const own = tree.children.get(name);
  const any = name === ANY ? undefined : tree.children.get(ANY);
  if (own === undefined || any === undefined) return own ?? any;
  let joined = JOINED.get(own)?.get(any);
  if (joined === undefined) {
    joined = joinedTree(own, any);
    JOINED.set(own, (JOINED.get(own) ?? new WeakMap()).set(any, joined));
  }
  return joined;
}

/**
 * Which consequences were survived, by either evidence.
 *
 * @param left - of one consumer at one place
 * @param right - of the same
 */
export function survivesEither(left: ReadMember['survives'], right: ReadMember['survives']): ReadMember['survives'] {
  return { null: left.null || right.null, absent: left.absent || right.absent, newValue: left.newValue || right.newValue };
}

interface GrowingTree extends ReadTree {
  count: number;
  survives: ReadMember['survives'];
  readonly children: Map<string, GrowingTree>;
}

function emptyTree(): GrowingTree {
  return { survives: NOTHING, count: 0, children: new Map() };
}

function growTo(root: GrowingTree, tokens: readonly string[]): GrowingTree {
  let place = root;
  for (const token of tokens) {
    const next = place.children.get(token) ?? emptyTree();
    place.children.set(token, next);
    place = next;
  }
  return place;
}

/** What is known of the member itself counts for what it survives; both say what is read below it. */
function joinedTree(own: ReadTree, any: ReadTree): ReadTree {
  const names = new Set([...own.children.keys(), ...any.children.keys()]);
  const children = new Map<string, ReadTree>();
  for (const name of names) {
    const [first, second] = [own.children.get(name), any.children.get(name)];
    const child = first === undefined || second === undefined ? (first ?? second) : joinedTree(first, second);
    if (child !== undefined) children.set(name, child);
  }
  return { survives: own.survives, count: Math.max(own.count, any.count), children };
}

const NOTHING: ReadMember['survives'] = { null: false, absent: false, newValue: false };
const TREES = new WeakMap<readonly ReadMember[], ReadTree>();
const JOINED = new WeakMap<ReadTree, WeakMap<ReadTree, ReadTree>>();
