import type { Random } from '../../base/random.js';
import type { CodePointSet } from '../pattern/code-point-set.js';
import { hasCodePoint, intersectionOf, rangesOf, setOfRanges, sizeOfSet } from '../pattern/code-point-set.js';
import { parsePattern } from '../pattern/parse-pattern.js';
import type { PatternTree } from '../pattern/pattern-tree.js';
import { wholeBetween } from './budget.js';

/** How a text is drawn from an expression. */
export interface Drawing {
  /** `undefined` for the fixed choice. */
  readonly random: Random | undefined;
  /** How many times a variable repetition goes beyond its least. */
  readonly extraCount: number;
}

/**
 * A text that the expression describes when its look-around and word boundaries are left out: a candidate, to be tried against it.
 *
 * @param source - as written in `pattern`
 * @param drawing - how to choose
 * @returns `undefined` when the expression cannot be taken apart
 */
export function textFromPattern(source: string, drawing: Drawing): string | undefined {
  const tree = treeOf(source);
  if (tree === undefined) return undefined;
  const text = draw(tree, drawing);
  return text.length > MAX_TEXT_LENGTH ? undefined : text;
}

/**
 * What a text must contain by the look-ahead of an expression: the texts of `(?=.*\d)` and the like, for passwords.
 *
 * @param source - as written in `pattern`
 * @param drawing - how to choose
 */
export function textsOfLookahead(source: string, drawing: Drawing): readonly string[] {
  const tree = treeOf(source);
  return tree === undefined ? [] : lookaheads(tree).map((body) => draw(body, drawing));
}

const MAX_TEXT_LENGTH = 100_000;

/** One expression is drawn from dozens of times. */
const TREES = new Map<string, PatternTree | undefined>();
const MAX_KEPT_TREES = 2_000;

function treeOf(source: string): PatternTree | undefined {
  if (TREES.has(source)) return TREES.get(source);
  if (TREES.size >= MAX_KEPT_TREES) TREES.clear();
  const tree = parsePattern(source);
  TREES.set(source, tree);
  return tree;
}

function draw(tree: PatternTree, drawing: Drawing): string {
  switch (tree.kind) {
    case 'set':
      return characterOf(tree.set, drawing.random);
    case 'sequence':
      return tree.parts.map((part) => draw(part, drawing)).join('');
    case 'choice': {
      const branch = tree.branches[wholeBetween(drawing.random, 0, tree.branches.length - 1)];
      return branch === undefined ? '' : draw(branch, drawing);
    }
    case 'repeat':
      return drawRepeat(tree, drawing);
    default:
      return '';
  }
}

function drawRepeat({ body, least, most }: Extract<PatternTree, { kind: 'repeat' }>, drawing: Drawing): string {
  const ceiling = Math.min(most, least + drawing.extraCount, MAX_TEXT_LENGTH);
  const count = drawing.random === undefined ? ceiling : wholeBetween(drawing.random, least, Math.max(least, ceiling));
  let text = '';
  for (let index = 0; index < count && text.length <= MAX_TEXT_LENGTH; index += 1) text += draw(body, drawing);
  return text;
}

const LOWER_CASE = setOfRanges([[0x61, 0x7a]]);
const UPPER_CASE = setOfRanges([[0x41, 0x5a]]);
const DIGITS = setOfRanges([[0x30, 0x39]]);
const PRINTABLE = setOfRanges([[0x21, 0x7e]]);

/** A character that a person would have taken: a letter if there is one. */
function characterOf(set: CodePointSet, random: Random | undefined): string {
  if (random === undefined) {
    for (const preferred of [LOWER_CASE, UPPER_CASE, DIGITS, PRINTABLE]) {
      const [first] = intersectionOf(set, preferred);
      if (first !== undefined) return String.fromCodePoint(first);
    }
    return set[0] === undefined ? '' : String.fromCodePoint(set[0]);
  }
  const printable = intersectionOf(set, PRINTABLE);
  return nthOf(printable.length > 0 ? printable : set, random);
}

function nthOf(set: CodePointSet, random: Random): string {
  let index = wholeBetween(random, 0, sizeOfSet(set) - 1);
  for (const [from, to] of rangesOf(set)) {
    if (index <= to - from) return hasCodePoint(SURROGATES, from + index) ? '\ufffd' : String.fromCodePoint(from + index);
    index -= to - from + 1;
  }
  return '';
}

/** Half a pair cannot travel as UTF-8. */
const SURROGATES = setOfRanges([[0xd800, 0xdfff]]);

function lookaheads(tree: PatternTree): readonly PatternTree[] {
  if (tree.kind === 'look') return tree.isAhead && !tree.isNegated ? [tree.body] : [];
  if (tree.kind === 'sequence') return tree.parts.flatMap(lookaheads);
  if (tree.kind === 'choice') return tree.branches.flatMap(lookaheads);
  return tree.kind === 'repeat' ? lookaheads(tree.body) : [];
}
