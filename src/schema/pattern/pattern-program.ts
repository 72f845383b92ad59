import type { CodePointSet } from './code-point-set.js';
import type { PatternTree } from './pattern-tree.js';

/** One state of the automaton of an expression; `next` are indexes into the program. */
export type Instruction =
  | { readonly kind: 'set'; readonly set: CodePointSet; readonly next: number }
  | { readonly kind: 'split'; readonly next: readonly number[] }
  | { readonly kind: 'assertion'; readonly at: 'start' | 'end' | 'word' | 'not-word'; readonly next: number }
  | { readonly kind: 'look'; readonly program: Program; readonly isAhead: boolean; readonly isNegated: boolean; readonly next: number }
  | { readonly kind: 'match' };

/** The automaton of an expression. */
export interface Program {
  readonly start: number;
  readonly instructions: readonly Instruction[];
}

const MAX_INSTRUCTION_COUNT = 20_000;

/**
 * The automaton of an expression, by Thompson's construction; `undefined` when it has back references or would grow too large.
 *
 * @param tree - the whole expression
 * @see https://swtch.com/~rsc/regexp/regexp1.html
 */
export function programFromTree(tree: PatternTree): Program | undefined {
  const instructions: Instruction[] = [{ kind: 'match' }];
  const start = emit(tree, { instructions, next: 0 });
  return start === undefined ? undefined : { start, instructions };
}

/** The instructions so far, and the one to go on with. */
interface Target {
  readonly instructions: Instruction[];
  readonly next: number;
}

/** The index of the first instruction of the part. Written back to front, so that `next` is always known. */
function emit(tree: PatternTree, target: Target): number | undefined {
  const { instructions, next } = target;
  if (instructions.length > MAX_INSTRUCTION_COUNT) return undefined;
  switch (tree.kind) {
    case 'set':
      return push(instructions, { kind: 'set', set: tree.set, next });
    case 'assertion':
      return push(instructions, { kind: 'assertion', at: tree.at, next });
    case 'sequence':
      return tree.parts.reduceRight<number | undefined>(
        (after, part) => (after === undefined ? undefined : emit(part, { instructions, next: after })),
        next,
      );
    case 'choice': {
      const starts = tree.branches.map((branch) => emit(branch, target));
      const known = starts.filter((start) => start !== undefined);
      return known.length < starts.length ? undefined : push(instructions, { kind: 'split', next: known });
    }
    case 'repeat':
      return emitRepeat(tree, target);
    case 'look': {
      const program = programFromTree(tree.body);
      return program === undefined
        ? undefined
        : push(instructions, { kind: 'look', program, isAhead: tree.isAhead, isNegated: tree.isNegated, next });
    }
    case 'backreference':
      return undefined;
  }
}

function emitRepeat({ body, least, most }: Extract<PatternTree, { kind: 'repeat' }>, { instructions, next }: Target): number | undefined {
  let start: number | undefined = next;
  if (most === Number.POSITIVE_INFINITY) {
    const loop = push(instructions, { kind: 'split', next: [] });
    const again = emit(body, { instructions, next: loop });
    if (again === undefined) return undefined;
    instructions[loop] = { kind: 'split', next: [again, next] };
    start = loop;
  } else {
    for (let copy = least; copy < most && start !== undefined; copy += 1) {
      const once: number | undefined = emit(body, { instructions, next: start });
      start = once === undefined ? undefined : push(instructions, { kind: 'split', next: [once, next] });
    }
  }
  for (let copy = 0; copy < least && start !== undefined; copy += 1) start = emit(body, { instructions, next: start });
  return start;
}

function push(instructions: Instruction[], instruction: Instruction): number {
  instructions.push(instruction);
  return instructions.length - 1;
}
