import type { CodePointSet } from '../pattern/code-point-set.js';
import { hasCodePoint } from '../pattern/code-point-set.js';
import type { Instruction, Program } from '../pattern/pattern-program.js';

/** An expression as an automaton whose states are made when they are first met. */
export interface Automaton {
  readonly program: Program;
  readonly states: State[];
  readonly byKey: Map<string, State>;
}

/** All that an expression may be in the middle of, after some text. */
interface State {
  readonly index: number;
  /** It has matched within the text read so far. */
  readonly isMatched: boolean;
  /** It matches if the text ends here. */
  readonly isMatchedAtEnd: boolean;
  /** The instructions that read the next code point. */
  readonly live: readonly Extract<Instruction, { kind: 'set' }>[];
  readonly next: Map<number, State>;
}

/** What texts are looked for. */
interface Wanted {
  readonly held: readonly Automaton[];
  readonly denied: readonly Automaton[];
  readonly least: number;
  readonly most: number;
}

/**
 * The automaton of an expression, or `undefined` when it looks around or at the borders of words.
 *
 * @param program - of the expression
 */
export function automatonOf(program: Program): Automaton | undefined {
  const isPlain = program.instructions.every(
    (instruction) =>
      instruction.kind !== 'look' && (instruction.kind !== 'assertion' || instruction.at === 'start' || instruction.at === 'end'),
  );
  return isPlain && program.instructions.length <= MAX_PROGRAM_LENGTH ? { program, states: [], byKey: new Map() } : undefined;
}

/**
 * Whether it is certain that no text is matched by all that are held and none that are denied, within its lengths in code points.
 *
 * @param wanted - what is looked for
 */
export function hasNoCommonText(wanted: Wanted): boolean {
  const automata = [...wanted.held, ...wanted.denied];
  if (automata.length === 0) return false;
  const cap = lengthCap(wanted);
  const start: Position = { states: automata.map(startOf), length: 0 };
  const seen = new Set([keyOf(start)]);
  const pending: Position[] = [start];
  let stepCount = 0;
  for (let position = pending.pop(); position !== undefined; position = pending.pop()) {
    if (isWanted(position, wanted, cap)) return false;
    if (cap !== undefined && position.length >= wanted.most) continue;
    for (const codePoint of kindsOfCodePoints(position.states)) {
      stepCount += 1;
      if (stepCount > MAX_STEP_COUNT) return false;
      const next = after(position, automata, { codePoint, cap });
      if (isLost(next.states, wanted)) continue;
      const key = keyOf(next);
      if (!seen.has(key)) {
        seen.add(key);
        pending.push(next);
      }
    }
  }
  return true;
}

const MAX_PROGRAM_LENGTH = 600;
const MAX_STEP_COUNT = 12_000;
const MAX_COUNTED_LENGTH = 300;

interface Position {
  readonly states: readonly State[];
  /** Code points read, not counted beyond the cap. */
  readonly length: number;
}

/** Up to where code points are counted; `undefined` when lengths are passed over, which only leaves more texts. */
function lengthCap({ least, most }: Wanted): number | undefined {
  const cap = most === Number.POSITIVE_INFINITY ? least : most;
  return cap <= MAX_COUNTED_LENGTH ? cap : undefined;
}

function isWanted({ states, length }: Position, { held, least }: Wanted, cap: number | undefined): boolean {
  if (cap !== undefined && length < least) return false;
  return states.every((state, index) => state.isMatchedAtEnd === index < held.length);
}

/** Nothing can follow that would be wanted: one that is denied has matched, or one that is held is at its end. */
function isLost(states: readonly State[], { held }: Wanted): boolean {
  return states.some((state, index) => (index < held.length ? isDead(state) : state.isMatched));
}

function isDead(state: State): boolean {
  return !state.isMatched && !state.isMatchedAtEnd && state.live.length === 0;
}

function keyOf({ states, length }: Position): string {
  return `${states.map(({ index }) => index).join()} ${length}`;
}

function after(
  { states, length }: Position,
  automata: readonly Automaton[],
  { codePoint, cap }: { readonly codePoint: number; readonly cap: number | undefined },
): Position {
  const next = states.map((state, index) => stateAfter(automata[index], state, codePoint));
  return { states: next, length: cap === undefined ? 0 : Math.min(length + 1, cap + 1) };
}

function stateAfter(automaton: Automaton | undefined, state: State, codePoint: number): State {
  if (state.isMatched || automaton === undefined) return state;
  const known = state.next.get(codePoint);
  if (known !== undefined) return known;
  const reached = state.live.filter(({ set }) => hasCodePoint(set, codePoint)).map(({ next }) => next);
  const made = stateOf(automaton, [...reached, automaton.program.start], false);
  state.next.set(codePoint, made);
  return made;
}

function startOf(automaton: Automaton): State {
  return stateOf(automaton, [automaton.program.start], true);
}

function stateOf(automaton: Automaton, entered: readonly number[], isStart: boolean): State {
  const here = closureOf(automaton.program, entered, { isStart, isEnd: false });
  const atEnd = closureOf(automaton.program, entered, { isStart, isEnd: true });
  const key = `${[...here].toSorted((left, right) => left - right).join()}|${atEnd.has(0)}`;
  const known = automaton.byKey.get(key);
  if (known !== undefined) return known;
  const live = [...here].flatMap((at) => {
    const instruction = automaton.program.instructions[at];
    return instruction?.kind === 'set' ? [instruction] : [];
  });
  const isMatched = here.has(0);
  const made: State = {
    index: automaton.states.length,
    isMatched,
    isMatchedAtEnd: isMatched || atEnd.has(0),
    live: isMatched ? [] : live,
    next: new Map(),
  };
  automaton.states.push(made);
  automaton.byKey.set(key, made);
  return made;
}

/** Everything that is reached without reading; instruction 0 is the match. */
function closureOf(program: Program, entered: readonly number[], at: { readonly isStart: boolean; readonly isEnd: boolean }): Set<number> {
  const reached = new Set<number>();
  const pending = [...entered];
  for (let top = pending.pop(); top !== undefined; top = pending.pop()) {
    if (reached.has(top)) continue;
    reached.add(top);
    const instruction = program.instructions[top];
    if (instruction?.kind === 'split') pending.push(...instruction.next);
    else if (instruction?.kind === 'assertion' && (instruction.at === 'start' ? at.isStart : at.isEnd)) pending.push(instruction.next);
  }
  return reached;
}

/** One code point of each kind that the states tell apart. */
function kindsOfCodePoints(states: readonly State[]): readonly number[] {
  const borders = new Set<number>([0]);
  for (const { live } of states) for (const { set } of live) noteBorders(set, borders);
  return [...borders].filter((codePoint) => codePoint <= MAX_CODE_POINT);
}

const MAX_CODE_POINT = 0x10ffff;

function noteBorders(set: CodePointSet, borders: Set<number>): void {
  for (let index = 0; index < set.length; index += 2) {
    borders.add(set[index] ?? 0);
    borders.add((set[index + 1] ?? 0) + 1);
  }
}
