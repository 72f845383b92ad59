import { matchesProgram } from './match-program.js';
import { parsePattern } from './parse-pattern.js';
import type { PatternCost } from './pattern-cost.js';
import { costOfPattern } from './pattern-cost.js';
import type { Program } from './pattern-program.js';
import { programFromTree } from './pattern-program.js';
import type { PatternTree } from './pattern-tree.js';

/** A regular expression that answers in bounded time. */
export interface Pattern {
  readonly source: string;
  /** Whether it matches somewhere in the text. Yes also for an expression that is none, and when the bounds did not suffice to know. */
  readonly test: (text: string) => boolean;
  /** How many answers were a yes for want of knowing. */
  readonly undecidedCount: () => number;
}

/**
 * The pattern of a source, compiled when it first meets a text.
 *
 * @param source - as written in `pattern`
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-6.4
 */
export function patternFromText(source: string): Pattern {
  let pattern = PATTERNS.get(source);
  if (pattern === undefined) {
    if (PATTERNS.size >= MAX_KEPT_PATTERNS) PATTERNS.clear();
    pattern = newPattern(source);
    PATTERNS.set(source, pattern);
  }
  return pattern;
}

/**
 * Why a text is no regular expression, or `undefined` when it is one, with the `u` flag or without. A schema's pattern with a defect is ignored.
 *
 * @param source - as written in `pattern`
 */
export function patternDefect(source: string): string | undefined {
  const compiled = compiledExpression(source);
  return compiled instanceof RegExp ? undefined : compiled.defect;
}

/**
 * Whether a text is a regular expression of ECMA-262 by its strict grammar (the `u` flag): the format `regex`.
 *
 * @param source - any text
 */
export function isRegularExpression(source: string): boolean {
  return compiledWith(source, 'u') instanceof RegExp;
}

/**
 * Whether the platform's own matcher may need exponential time for an expression: worth a warning, since others have no bounds.
 *
 * @param source - as written in `pattern`
 */
export function isExplosivePattern(source: string): boolean {
  if (patternDefect(source) !== undefined) return false;
  const tree = parsePattern(source);
  return tree !== undefined && costOfPattern(tree).kind === 'exponential';
}

const PATTERNS = new Map<string, Pattern>();
const MAX_KEPT_PATTERNS = 20_000;
/** Steps that backtracking may take at worst; some ten milliseconds. */
const MAX_BACKTRACKING_STEPS = 10_000_000;
/** However bad an expression is, a text this short cannot make it slow. */
const MAX_HARMLESS_LENGTH = 12;

/** What an expression became. */
interface Machinery {
  readonly native: RegExp;
  readonly cost: PatternCost;
  readonly program: () => Program | undefined;
}

function newPattern(source: string): Pattern {
  let machinery: Machinery | undefined | null = null;
  let undecidedCount = 0;
  const test = (text: string): boolean => {
    if (machinery === null) machinery = machineryOf(source);
    if (machinery === undefined) return true;
    if (isCheap(machinery.cost, text.length)) return machinery.native.test(text);
    const program = machinery.program();
    const found = program === undefined ? undefined : matchesProgram(program, text);
    if (found === undefined) undecidedCount += 1;
    return found ?? true;
  };
  return { source, test, undecidedCount: () => undecidedCount };
}

function machineryOf(source: string): Machinery | undefined {
  const native = compiledExpression(source);
  if (!(native instanceof RegExp)) return undefined;
  const tree = parsePattern(source);
  return { native, cost: tree === undefined ? { kind: 'exponential' } : costOfPattern(tree), program: lazyProgram(tree) };
}

function lazyProgram(tree: PatternTree | undefined): () => Program | undefined {
  let program: Program | undefined | null = null;
  return () => {
    if (program === null) program = tree === undefined ? undefined : programFromTree(tree);
    return program;
  };
}

function isCheap(cost: PatternCost, length: number): boolean {
  if (length <= MAX_HARMLESS_LENGTH) return true;
  return cost.kind === 'polynomial' && cost.factor * length ** cost.degree <= MAX_BACKTRACKING_STEPS;
}

function compiledExpression(source: string): RegExp | { readonly defect: string } {
  const strict = compiledWith(source, 'u');
  if (strict instanceof RegExp) return strict;
  const loose = compiledWith(source, '');
  return loose instanceof RegExp ? loose : strict;
}

function compiledWith(source: string, flags: string): RegExp | { readonly defect: string } {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    // Not an error of ours: the contract says so, and the reason is the answer.
    return { defect: error instanceof Error ? error.message : String(error) };
  }
}
