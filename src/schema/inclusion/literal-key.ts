import type { Node, Resource } from '../node.js';
import type { Atom } from './atom.js';
import type { Literal } from './literal.js';

/**
 * What the question whether anything satisfies some literals is known by: the same literals in another order are the same question.
 *
 * @param literals - of one place
 * @param atoms - what else is known of it
 */
export function keyOfLiterals(literals: readonly Literal[], atoms?: readonly Atom[]): string {
  return keyBy(numberOf, literals, atoms);
}

/**
 * The same where what counts is what schemas say and not where they stand: so it tells whether there is a value, not what is open.
 *
 * @param literals - of one place
 * @param atoms - what else is known of it
 */
export function wordsOfLiterals(literals: readonly Literal[], atoms?: readonly Atom[]): string {
  return keyBy(numberOfWords, literals, atoms);
}

function keyBy(nameOf: (node: Node) => number | string, literals: readonly Literal[], atoms: readonly Atom[] | undefined): string {
  const parts = literals.map(
    ({ node, isHeld, view, isBare }) => `${isHeld ? '' : '!'}${nameOf(node)}${VIEW_MARKS[view]}${isBare === true ? '~' : ''}`,
  );
  const key = parts.length === 1 ? (parts[0] ?? '') : [...new Set(parts)].toSorted().join(' ');
  return atoms === undefined ? key : `${key} ${JSON.stringify(atoms)}`;
}

const VIEW_MARKS = { plain: '', writing: 'w', closed: 'c', reading: 'r', open: 'o' } as const;

const NUMBERS = new WeakMap<Node, number>();
let lastNumber = 0;

function numberOf(node: Node): number | string {
  if (typeof node.value !== 'object') return String(node.value);
  let number = NUMBERS.get(node);
  if (number === undefined) {
    lastNumber += 1;
    number = lastNumber;
    NUMBERS.set(node, number);
  }
  return number;
}

/** Of the resource that references are relative to, the first schema with the same words. */
const FIRSTS = new WeakMap<Resource, Map<string, Node>>();
const SAME_WORDS = new WeakMap<Node, Node>();

function numberOfWords(node: Node): number | string {
  let first = SAME_WORDS.get(node);
  if (first === undefined) {
    first = firstOfWords(node);
    SAME_WORDS.set(node, first);
  }
  return numberOf(first);
}

function firstOfWords(node: Node): Node {
  // What is exempt from something says less than its words.
  if (typeof node.value !== 'object' || node.exempt !== undefined) return node;
  const words = JSON.stringify(node.value);
  // What is longer is a component, and stands once; what has a name of its own is meant by it.
  if (words.length > MAX_WORDS_LENGTH || NAMING.test(words)) return node;
  const firsts = FIRSTS.get(node.resource) ?? new Map<string, Node>();
  FIRSTS.set(node.resource, firsts);
  const first = firsts.get(`${node.dialect} ${words}`) ?? node;
  firsts.set(`${node.dialect} ${words}`, first);
  return first;
}

const MAX_WORDS_LENGTH = 2_000;
const NAMING = /"(?:\$id|id|\$anchor|\$dynamicAnchor|\$dynamicRef|\$recursiveAnchor|\$recursiveRef)":/;
