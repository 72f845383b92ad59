import type { CodePointSet } from '../pattern/code-point-set.js';
import { complementOf, hasCodePoint, intersectionOf, setOfRanges, sizeOfSet } from '../pattern/code-point-set.js';
import { parsePattern } from '../pattern/parse-pattern.js';
import type { PatternTree } from '../pattern/pattern-tree.js';
import type { Source } from './source.js';
import { happens, oneOf, wholeFrom } from './source.js';

/** Draws a text that an expression describes; repetitions go up to `extraCount` beyond their least, at edges further. */
export type PatternDrawer = (source: Source, extraCount: number) => string;

/**
 * The drawer of an expression, without its look-around and word boundaries: what it draws still has to be tried. `undefined` when the
 * expression cannot be taken apart.
 *
 * @param pattern - as written in `pattern`
 */
export function patternDrawer(pattern: string): PatternDrawer | undefined {
  const tree = parsePattern(pattern);
  return tree === undefined ? undefined : drawerOf(tree);
}

const MAX_TEXT_LENGTH = 20_000;
/** A repetition is drawn to its very end when that is no further away. */
const MAX_FULL_REPEAT = 256;

function drawerOf(tree: PatternTree): PatternDrawer {
  switch (tree.kind) {
    case 'set':
      return characterDrawer(tree.set);
    case 'sequence': {
      const parts = tree.parts.map(drawerOf);
      return (source, extraCount) => {
        let text = '';
        for (const part of parts) text += part(source, extraCount);
        return text;
      };
    }
    case 'choice': {
      const branches = tree.branches.map(drawerOf);
      return (source, extraCount) => oneOf(source, branches)?.(source, extraCount) ?? '';
    }
    case 'repeat':
      return repeatDrawer(tree);
    default:
      return () => '';
  }
}

function repeatDrawer({ body, least, most }: Extract<PatternTree, { kind: 'repeat' }>): PatternDrawer {
  const draw = drawerOf(body);
  const full = most - least <= MAX_FULL_REPEAT ? most : least;
  return (source, extraCount) => {
    const isEdge = happens(source, source.edgeRatio / 2);
    const ceiling = Math.min(most, least + extraCount, MAX_TEXT_LENGTH);
    const count = isEdge ? (happens(source, 0.5) ? least : full) : wholeFrom(source, Math.min(least, ceiling), ceiling);
    let text = '';
    for (let index = 0; index < count && text.length <= MAX_TEXT_LENGTH; index += 1) text += draw(source, extraCount);
    return text;
  };
}

/** Half a pair cannot travel as UTF-8. */
const NO_SURROGATES = complementOf(setOfRanges([[0xd800, 0xdfff]]));
const PRINTABLE = setOfRanges([[0x21, 0x7e]]);
const WORDLY = setOfRanges([
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x61, 0x7a],
]);
/** Characters that programs stumble over. */
const ODD_CODE_POINTS: readonly number[] = [0x0, 0xa, 0x20, 0x22, 0x27, 0x5c, 0xe9, 0x2028, 0x4e2d, 0x1f600];

function characterDrawer(set: CodePointSet): PatternDrawer {
  const whole = intersectionOf(set, NO_SURROGATES);
  const printable = intersectionOf(set, PRINTABLE);
  const wordly = intersectionOf(set, WORDLY);
  const usual = [wordly, printable, whole].find((part) => part.length > 0);
  if (usual === undefined) return () => '';
  const usualSize = sizeOfSet(usual);
  const odd = ODD_CODE_POINTS.filter((codePoint) => hasCodePoint(whole, codePoint));
  const wholeSize = sizeOfSet(whole);
  return (source) => {
    if (!happens(source, source.edgeRatio / 4)) return String.fromCodePoint(nthOf(usual, wholeFrom(source, 0, usualSize - 1)));
    const codePoint = happens(source, 0.5) ? oneOf(source, odd) : undefined;
    return String.fromCodePoint(codePoint ?? nthOf(whole, wholeFrom(source, 0, wholeSize - 1)));
  };
}

function nthOf(set: CodePointSet, n: number): number {
  let rest = n;
  for (let index = 0; index < set.length; index += 2) {
    const from = set[index] ?? 0;
    const size = (set[index + 1] ?? 0) - from + 1;
    if (rest < size) return from + rest;
    rest -= size;
  }
  return set[0] ?? 0;
}
