import type { Node } from '../node.js';
import type { Atom } from './atom.js';
import type { Literal } from './literal.js';

/**
 * What the question whether anything satisfies some literals is known by: the same literals in another order are the same question.
 *
 * @param literals - of one place
 * @param atoms - what else is known of it
 */
export function keyOfLiterals(literals: readonly Literal[], atoms?: readonly Atom[]): string {
  const parts = literals.map(
    ({ node, isHeld, view, isBare }) => `${isHeld ? '' : '!'}${numberOf(node)}${VIEW_MARKS[view]}${isBare === true ? '~' : ''}`,
  );
  const key = [...new Set(parts)].toSorted().join(' ');
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
