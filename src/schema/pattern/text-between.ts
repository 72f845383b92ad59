import type { CodePointSet } from './code-point-set.js';
import { hasCodePoint, rangesOf } from './code-point-set.js';
import { parsePattern } from './parse-pattern.js';
import type { Instruction, Program } from './pattern-program.js';
import { programFromTree } from './pattern-program.js';

/** Which text is looked for. */
export interface WantedText {
  /** Expressions that all match somewhere in it. */
  readonly matching: readonly string[];
  /** Expressions none of which matches anywhere in it. */
  readonly refusing: readonly string[];
  /** In code points. */
  readonly least: number;
  readonly most: number;
}

/** `none`: there is no such text; `unknown`: an expression has look-around, word boundaries or back references, or there was too much to try. */
export type TextBetween = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'none' } | { readonly kind: 'unknown' };

/**
 * A shortest text that some expressions match and others do not: the automata of all of them are walked together, by one character of each
 * kind that any of them tells apart.
 *
 * @param wanted - the expressions and the length
 * @see https://swtch.com/~rsc/regexp/regexp1.html
 */
export function textBetween(wanted: WantedText): TextBetween {
  const sources = [...wanted.matching, ...wanted.refusing];
  const programs = sources.map(programOf);
  const known = programs.filter((program) => program !== undefined);
  if (known.length < programs.length) return { kind: 'unknown' };
  const characters = charactersFor(known);
  if (characters === undefined) return { kind: 'unknown' };
  return search({ wanted, programs: known, characters });
}

const MAX_INSTRUCTION_COUNT = 2_000;
const MAX_CHARACTER_COUNT = 120;
const MAX_STATE_COUNT = 6_000;
const MAX_STEP_COUNT = 400_000;

/** `undefined` for what is no expression, and for one that no plain automaton stands for. */
function programOf(source: string): Program | undefined {
  const tree = parsePattern(source);
  const program = tree === undefined ? undefined : programFromTree(tree);
  if (program === undefined || program.instructions.length > MAX_INSTRUCTION_COUNT) return undefined;
  return program.instructions.every(isPlain) ? program : undefined;
}

function isPlain(instruction: Instruction): boolean {
  return instruction.kind !== 'look' && (instruction.kind !== 'assertion' || instruction.at === 'start' || instruction.at === 'end');
}

interface Walk {
  readonly wanted: WantedText;
  readonly programs: readonly Program[];
  readonly characters: readonly number[];
}

/** Where the automata stand after a text. */
interface Stand {
  readonly text: readonly number[];
  /** For each expression the states entered, or that it has matched already. */
  readonly states: readonly (readonly number[] | 'matched')[];
}

function search({ wanted, programs, characters }: Walk): TextBetween {
  const { least, most, matching } = wanted;
  const isGoal = ({ text, states }: Stand): boolean =>
    text.length >= least && states.every((state, index) => isMatchAtEnd(state, programs[index], text.length) === index < matching.length);
  const isDead = ({ states }: Stand): boolean => states.some((state, index) => state === 'matched' && index >= matching.length);
  const queue: Stand[] = [{ text: [], states: programs.map(() => []) }].map((stand) => settled(stand, programs));
  const seen = new Set<string>();
  let stepCount = 0;
  // The queue grows while it is walked.
  for (const stand of queue) {
    if (isDead(stand)) continue;
    if (isGoal(stand)) return { kind: 'text', text: String.fromCodePoint(...stand.text) };
    if (stand.text.length >= most) continue;
    for (const character of characters) {
      stepCount += 1;
      const next = settled(after(stand, character, programs), programs);
      const key = `${Math.min(next.text.length, least)} ${next.states.map((state) => (state === 'matched' ? 'm' : state.join())).join('|')}`;
      // A longer way to the same stand leads nowhere else, but where the length is bounded.
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push(next);
    }
    if (seen.size > MAX_STATE_COUNT || stepCount > MAX_STEP_COUNT) return { kind: 'unknown' };
  }
  return { kind: 'none' };
}

/** The states behind everything that reads no character; a match found on the way stays one. */
function settled({ text, states }: Stand, programs: readonly Program[]): Stand {
  const entered = states.map((state, index) => {
    const program = programs[index];
    if (state === 'matched' || program === undefined) return 'matched';
    const live = closure([...state, program.start], program, { isStart: text.length === 0, isEnd: false });
    return live.includes(0) ? 'matched' : [...live].sort((first, second) => first - second);
  });
  return { text, states: entered };
}

function after({ text, states }: Stand, character: number, programs: readonly Program[]): Stand {
  const next = states.map((state, index) => {
    if (state === 'matched') return state;
    return state.flatMap((at) => {
      const instruction = programs[index]?.instructions[at];
      return instruction?.kind === 'set' && hasCodePoint(instruction.set, character) ? [instruction.next] : [];
    });
  });
  return { text: [...text, character], states: next };
}

function isMatchAtEnd(state: readonly number[] | 'matched', program: Program | undefined, length: number): boolean {
  if (state === 'matched' || program === undefined) return true;
  return closure(state, program, { isStart: length === 0, isEnd: true }).includes(0);
}

interface Position {
  readonly isStart: boolean;
  readonly isEnd: boolean;
}

/** With what waits for the end among them: it is asked again there. */
function closure(states: readonly number[], { instructions }: Program, position: Position): readonly number[] {
  const found = new Set<number>();
  const pending = [...states];
  for (let top = pending.pop(); top !== undefined; top = pending.pop()) {
    if (found.has(top)) continue;
    found.add(top);
    pending.push(...reachedFrom(instructions[top], position));
  }
  return [...found].filter((state) => isWaiting(instructions[state]));
}

function reachedFrom(instruction: Instruction | undefined, { isStart, isEnd }: Position): readonly number[] {
  if (instruction?.kind === 'split') return instruction.next;
  if (instruction?.kind !== 'assertion') return [];
  return (instruction.at === 'start' ? isStart : isEnd) ? [instruction.next] : [];
}

function isWaiting(instruction: Instruction | undefined): boolean {
  return instruction?.kind === 'set' || instruction?.kind === 'match' || (instruction?.kind === 'assertion' && instruction.at === 'end');
}

/** One character of each kind that the expressions tell apart, a letter where there is one; `undefined` when there are too many kinds. */
function charactersFor(programs: readonly Program[]): readonly number[] | undefined {
  const sets = [...new Set(programs.flatMap(({ instructions }) => instructions.flatMap((one) => (one.kind === 'set' ? [one.set] : []))))];
  const cuts = new Set<number>([0, ...LIKED.flat()]);
  for (const set of sets) {
    for (const [from, to] of rangesOf(set)) {
      cuts.add(from);
      cuts.add(to + 1);
    }
    if (cuts.size > MAX_CUT_COUNT) return undefined;
  }
  const sorted = [...cuts].sort((first, second) => first - second);
  const liked = LIKED.flatMap(([from, behind]) => sorted.filter((cut) => cut >= from && cut < behind));
  const starts = [...liked, ...sorted];
  const kinds = new Map<string, number>();
  for (const start of starts) if (isCharacter(start)) keepFirst(kinds, signatureOf(sets, start), start);
  return kinds.size > MAX_CHARACTER_COUNT ? undefined : [...kinds.values()];
}

const MAX_CUT_COUNT = 4_000;
/** Characters that people read well come first: small letters, digits, capitals, the other printable ones. */
const LIKED: readonly (readonly [from: number, behind: number])[] = [
  [0x61, 0x7b],
  [0x30, 0x3a],
  [0x41, 0x5b],
  [0x21, 0x7f],
  [0x20, 0x21],
];

function signatureOf(sets: readonly CodePointSet[], codePoint: number): string {
  return sets.map((set) => (hasCodePoint(set, codePoint) ? '1' : '0')).join('');
}

function keepFirst(kinds: Map<string, number>, signature: string, codePoint: number): void {
  if (!kinds.has(signature)) kinds.set(signature, codePoint);
}

/** Half a surrogate pair cannot travel as UTF-8. */
function isCharacter(codePoint: number): boolean {
  return codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff);
}
