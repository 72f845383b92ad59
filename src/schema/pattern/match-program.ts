import { hasCodePoint, WORD } from './code-point-set.js';
import type { Instruction, Program } from './pattern-program.js';

/** What is left of the steps a match may take. */
interface Budget {
  stepCount: number;
}

/** Where a match may begin and must end. */
interface Span {
  readonly from: number;
  readonly isSearch: boolean;
  /** `undefined` when it may end anywhere. */
  readonly endAt: number | undefined;
}

const MAX_STEP_COUNT = 20_000_000;

/**
 * Whether the expression matches somewhere in the text, found without backtracking: in time `states × characters`. `undefined` when the
 * budget of steps did not suffice (look-around in a long text).
 *
 * @param program - of the expression
 * @param text - any text
 * @see https://swtch.com/~rsc/regexp/regexp2.html
 */
export function matchesProgram(program: Program, text: string): boolean | undefined {
  const codePoints = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const budget: Budget = { stepCount: MAX_STEP_COUNT };
  const found = simulate(program, codePoints, { span: { from: 0, isSearch: true, endAt: undefined }, budget });
  return budget.stepCount < 0 ? undefined : found;
}

interface Simulation {
  readonly span: Span;
  readonly budget: Budget;
}

function simulate(program: Program, text: readonly number[], { span, budget }: Simulation): boolean {
  const { instructions, start } = program;
  // The step at which a state was last entered: a set that is cleared for free.
  const enteredAt = new Int32Array(instructions.length).fill(-1);
  let current: readonly number[] = [];
  for (let at = span.from; at <= text.length; at += 1) {
    const step: Step = { instructions, text, at, budget, enteredAt };
    const live: number[] = [];
    for (const state of current) enter(state, step, live);
    if (span.isSearch || at === span.from) enter(start, step, live);
    if (budget.stepCount < 0) return false;
    if ((span.endAt === undefined || span.endAt === at) && enteredAt[0] === at) return true;
    if (span.endAt === at || (live.length === 0 && !span.isSearch)) return false;
    current = statesAfter(live, instructions, text[at]);
  }
  return false;
}

function statesAfter(live: readonly number[], instructions: readonly Instruction[], codePoint: number | undefined): readonly number[] {
  const next: number[] = [];
  for (const state of live) {
    const instruction = instructions[state];
    if (codePoint !== undefined && instruction?.kind === 'set' && hasCodePoint(instruction.set, codePoint)) next.push(instruction.next);
  }
  return next;
}

interface Step {
  readonly instructions: readonly Instruction[];
  readonly text: readonly number[];
  readonly at: number;
  readonly budget: Budget;
  readonly enteredAt: Int32Array;
}

/** Follows everything that reads no character; what reads one goes to `live`. */
function enter(state: number, step: Step, live: number[]): void {
  const pending = [state];
  for (let top = pending.pop(); top !== undefined; top = pending.pop()) {
    if (step.enteredAt[top] === step.at) continue;
    step.enteredAt[top] = step.at;
    step.budget.stepCount -= 1;
    const instruction = step.instructions[top];
    if (instruction === undefined || instruction.kind === 'match') continue;
    if (instruction.kind === 'set') live.push(top);
    else if (instruction.kind === 'split') pending.push(...instruction.next);
    else if (holds(instruction, step)) pending.push(instruction.next);
  }
}

function holds(instruction: Extract<Instruction, { kind: 'assertion' | 'look' }>, { text, at, budget }: Step): boolean {
  if (instruction.kind === 'look') return looks(instruction, text, { at, budget }) !== instruction.isNegated;
  if (instruction.at === 'start') return at === 0;
  if (instruction.at === 'end') return at === text.length;
  const isBoundary = isWord(text[at - 1]) !== isWord(text[at]);
  return isBoundary === (instruction.at === 'word');
}

function looks(
  { program, isAhead }: Extract<Instruction, { kind: 'look' }>,
  text: readonly number[],
  { at, budget }: Pick<Step, 'at' | 'budget'>,
): boolean {
  if (isAhead) return simulate(program, text, { span: { from: at, isSearch: false, endAt: undefined }, budget });
  return simulate(program, text, { span: { from: 0, isSearch: true, endAt: at }, budget });
}

function isWord(codePoint: number | undefined): boolean {
  return codePoint !== undefined && hasCodePoint(WORD, codePoint);
}
