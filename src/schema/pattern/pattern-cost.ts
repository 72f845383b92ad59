import type { CodePointSet } from './code-point-set.js';
import { rangesOf } from './code-point-set.js';
import type { PatternTree } from './pattern-tree.js';

/** What a backtracking matcher may need at worst for a text of n characters. */
export type PatternCost =
  /** `factor × n ^ degree` steps. */
  { readonly kind: 'polynomial'; readonly degree: number; readonly factor: number } | { readonly kind: 'exponential' };

/** A place of the expression that reads one character. */
interface Position {
  readonly set: CodePointSet;
  readonly follow: Position[];
}

/** What is known of a part of the expression: the Glushkov construction. */
interface Part {
  readonly first: readonly Position[];
  readonly last: readonly Position[];
  readonly isNullable: boolean;
}

/** Facts gathered on the way. */
interface Survey {
  isAmbiguous: boolean;
  pairCount: number;
}

const MAX_PAIR_COUNT = 200_000;

/**
 * How badly the platform's backtracking can go on an expression, never underestimated.
 *
 * An expression in which the next character always decides the way (its Glushkov automaton is deterministic, and no two ways lead to the
 * same place) needs linear time from one start. Otherwise every variable repetition may cost a factor of n; and one that stands within
 * another repetition can cost exponentially much.
 *
 * @param tree - the whole expression
 * @see https://doi.org/10.1006/inco.1997.2688 (Brüggemann-Klein and Wood, one-unambiguous regular languages)
 */
export function costOfPattern(tree: PatternTree): PatternCost {
  const startFactor = isAnchored(tree) ? 0 : 1;
  if (isDeterministic(tree)) return { kind: 'polynomial', degree: 1 + (hasUnboundedRepeat(tree) ? startFactor : 0), factor: 1 };
  if (hasAmbiguousRepeat(tree)) return { kind: 'exponential' };
  return {
    kind: 'polynomial',
    degree: startFactor + 1 + count(tree, isVariable),
    factor:
      2 **
      Math.min(
        60,
        count(tree, (part) => part.kind === 'choice'),
      ),
  };
}

function isDeterministic(tree: PatternTree): boolean {
  if (count(tree, (part) => part.kind === 'look' || part.kind === 'backreference') > 0) return false;
  const survey: Survey = { isAmbiguous: false, pairCount: 0 };
  const { first } = surveyPart(tree, survey);
  if (survey.isAmbiguous || hasOverlap(first)) return false;
  const seen = new Set<Position>(first);
  for (const position of seen) {
    if (hasOverlap(position.follow)) return false;
    for (const next of position.follow) seen.add(next);
  }
  return true;
}

function surveyPart(tree: PatternTree, survey: Survey): Part {
  if (survey.isAmbiguous) return EMPTY;
  switch (tree.kind) {
    case 'set': {
      const position: Position = { set: tree.set, follow: [] };
      return { first: [position], last: [position], isNullable: false };
    }
    case 'sequence':
      return tree.parts.reduce<Part>((before, part) => joined(before, surveyPart(part, survey), survey), EMPTY);
    case 'choice': {
      const branches = tree.branches.map((branch) => surveyPart(branch, survey));
      if (branches.filter((branch) => branch.isNullable).length > 1) survey.isAmbiguous = true;
      return {
        first: branches.flatMap((branch) => branch.first),
        last: branches.flatMap((branch) => branch.last),
        isNullable: branches.some((branch) => branch.isNullable),
      };
    }
    case 'repeat':
      return repeated(tree, survey);
    default:
      return EMPTY;
  }
}

function joined(before: Part, after: Part, survey: Survey): Part {
  link(before.last, after.first, survey);
  return {
    first: before.isNullable ? [...before.first, ...after.first] : before.first,
    last: after.isNullable ? [...before.last, ...after.last] : after.last,
    isNullable: before.isNullable && after.isNullable,
  };
}

function repeated(tree: Extract<PatternTree, { kind: 'repeat' }>, survey: Survey): Part {
  const body = surveyPart(tree.body, survey);
  if (tree.most === 0) return EMPTY;
  if (body.isNullable && (tree.least !== tree.most || tree.most > 1)) survey.isAmbiguous = true;
  if (tree.most > 1) link(body.last, body.first, survey);
  return { ...body, isNullable: body.isNullable || tree.least === 0 };
}

function link(last: readonly Position[], first: readonly Position[], survey: Survey): void {
  survey.pairCount += last.length * first.length;
  if (survey.pairCount > MAX_PAIR_COUNT) survey.isAmbiguous = true;
  if (survey.isAmbiguous) return;
  for (const position of last) position.follow.push(...first);
}

/** Also true when a position stands there twice: then two ways lead to it. */
function hasOverlap(positions: readonly Position[]): boolean {
  if (positions.length < 2) return false;
  const ranges = positions.flatMap((position) => rangesOf(position.set)).sort((one, other) => one[0] - other[0]);
  return ranges.some(([from], index) => index > 0 && from <= (ranges[index - 1]?.[1] ?? -1));
}

const EMPTY: Part = { first: [], last: [], isNullable: true };

function isAnchored(tree: PatternTree): boolean {
  if (tree.kind === 'assertion') return tree.at === 'start';
  if (tree.kind === 'sequence') return tree.parts[0] !== undefined && isAnchored(tree.parts[0]);
  return tree.kind === 'choice' && tree.branches.every(isAnchored);
}

function isVariable(tree: PatternTree): boolean {
  return tree.kind === 'repeat' && tree.least !== tree.most;
}

function hasUnboundedRepeat(tree: PatternTree): boolean {
  return count(tree, (part) => part.kind === 'repeat' && part.most > MAX_SMALL_REPEAT) > 0;
}

/** A repetition of at most this many is taken as part of the constant factor. */
const MAX_SMALL_REPEAT = 64;

/** A repetition in which one text can be read in two ways, and so a text of n repetitions in 2^n. */
function hasAmbiguousRepeat(tree: PatternTree): boolean {
  if (tree.kind === 'repeat' && tree.most > 1 && mayBranch(tree.body) && !isDeterministic(tree)) return true;
  return childrenOf(tree).some(hasAmbiguousRepeat);
}

function mayBranch(tree: PatternTree): boolean {
  return isVariable(tree) || tree.kind === 'choice' || tree.kind === 'backreference' || childrenOf(tree).some(mayBranch);
}

function count(tree: PatternTree, holds: (part: PatternTree) => boolean): number {
  return childrenOf(tree).reduce((sum, child) => sum + count(child, holds), holds(tree) ? 1 : 0);
}

function childrenOf(tree: PatternTree): readonly PatternTree[] {
  if (tree.kind === 'sequence') return tree.parts;
  if (tree.kind === 'choice') return tree.branches;
  return tree.kind === 'repeat' || tree.kind === 'look' ? [tree.body] : [];
}
