import type { Node } from '../node.js';
import type { Direction } from '../schema.js';
import type { Atom } from './atom.js';
import { createClauseReader } from './clause-reader.js';
import type { Judgement } from './judgement.js';
import type { Literal } from './literal.js';
import { judgePlace } from './place-judge.js';
import type { Sameness } from './same-schema.js';

/** Judges places and remembers what it found, for one direction. */
export interface Prover {
  /**
   * Whether no value satisfies all literals.
   *
   * @param literals - of one place
   * @param maxStepCount - choices and places looked at
   * @returns also whether the steps ran out
   */
  readonly judge: (literals: readonly Literal[], maxStepCount: number) => Judgement & { readonly isExhausted: boolean };
  /** The steps of all questions so far. */
  readonly stepCount: () => number;
}

/**
 * A prover. That a place meets itself further down is no way out: a smallest value would hold a smaller one. So what is being judged may be
 * taken as empty below, and what rests on that is kept only as long as it is being judged, or for good once it is found to be empty itself.
 *
 * @param direction - the way the values travel
 * @param sameness - of schemas; shared with others
 */
export function createProver(direction: Direction | undefined, sameness: Sameness): Prover {
  const memory: Memory = { settled: new Map(), provisional: new Map(), trail: [], byKey: new Map() };
  let stepCount = 0;
  const state = { stepsLeft: 0, isLimited: false, rests: NOTHING };
  const judgeAt = (literals: readonly Literal[], atoms: readonly Atom[] | undefined, isBeside: boolean): Judgement => {
    const key = keyOf(literals, atoms);
    const known = memory.settled.get(key);
    if (known !== undefined) return known;
    const above = memory.byKey.get(key) ?? memory.provisional.get(key);
    if (above !== undefined && !isBeside) {
      state.rests |= above;
      return EMPTY_SO_FAR;
    }
    // Of the same value nothing may be assumed that is only being judged.
    if (above !== undefined || state.stepsLeft <= 0 || memory.byKey.size >= MAX_DEPTH) {
      state.isLimited = true;
      return LEFT_OPEN;
    }
    return judgeNew(key, literals, atoms);
  };
  const means = {
    direction,
    sameness,
    reader: createClauseReader(direction),
    below: {
      judge: (literals: readonly Literal[], atoms?: readonly Atom[]): Judgement => judgeAt(literals, atoms, false),
      judgeBeside: (literals: readonly Literal[]): Judgement => judgeAt(literals, undefined, true),
    },
    isAllowed: (): boolean => {
      state.stepsLeft -= 1;
      if (state.stepsLeft < 0) state.isLimited = true;
      return state.stepsLeft >= 0;
    },
    within: (stepCount: number, judgeSome: () => Judgement): Judgement => {
      const { stepsLeft, isLimited } = state;
      state.stepsLeft = Math.min(stepsLeft, stepCount);
      const given = state.stepsLeft;
      const judgement = judgeSome();
      const left = stepsLeft - (given - state.stepsLeft);
      // That this many steps were not enough is an answer; that there are none left at all is not.
      if (left > 0) state.isLimited = isLimited;
      state.stepsLeft = left;
      return judgement;
    },
  };
  const judgeNew = (key: string, literals: readonly Literal[], atoms: readonly Atom[] | undefined): Judgement => {
    const own = 1n << BigInt(memory.byKey.size);
    const trailStart = memory.trail.length;
    const outer = { isLimited: state.isLimited, rests: state.rests };
    [state.isLimited, state.rests] = [false, NOTHING];
    memory.byKey.set(key, own);
    state.stepsLeft -= 1;
    const judgement = judgePlace(literals, atoms, means);
    memory.byKey.delete(key);
    const rests = state.rests & ~own;
    if (judgement.isEmpty) keepEmpty(memory, key, { own, trailStart, rests });
    else {
      forget(memory, { own, trailStart });
      // What was left open for want of steps or depth may be settled another time.
      if (!state.isLimited) keepSettled(memory, key, judgement);
    }
    state.isLimited ||= outer.isLimited;
    state.rests = judgement.isEmpty ? outer.rests | rests : outer.rests;
    return judgement;
  };
  return {
    judge: (literals, maxStepCount) => {
      Object.assign(state, { stepsLeft: maxStepCount, isLimited: false, rests: NOTHING });
      const judgement = judgeAt(literals, undefined, false);
      stepCount += maxStepCount - Math.max(0, state.stepsLeft);
      return { ...judgement, isExhausted: state.stepsLeft <= 0 };
    },
    stepCount: () => stepCount,
  };
}

interface Memory {
  readonly settled: Map<string, Judgement>;
  /** Empty if all the places of these bits are. */
  readonly provisional: Map<string, bigint>;
  /** The provisional ones in the order in which they were found. */
  readonly trail: string[];
  /** The places being judged, one within another, each with a bit of its own. */
  readonly byKey: Map<string, bigint>;
}

const NOTHING = 0n;
const EMPTY_SO_FAR: Judgement = { isEmpty: true, open: [] };
const LEFT_OPEN: Judgement = { isEmpty: false, open: [] };
/** Places within places. */
const MAX_DEPTH = 80;
/** Beyond this what was learnt is forgotten: memory stays bounded. */
const MAX_KEPT_COUNT = 400_000;

interface Frame {
  readonly own: bigint;
  /** Where the trail was when its judging began. */
  readonly trailStart: number;
}

/** What rested on a place that is empty now rests on what the place rests on, or on nothing. */
function keepEmpty(memory: Memory, key: string, { own, trailStart, rests }: Frame & { readonly rests: bigint }): void {
  const found = memory.trail.splice(trailStart);
  for (const other of [...found, key]) {
    const before = memory.provisional.get(other) ?? own;
    const now = (before & own) === NOTHING ? before : (before & ~own) | rests;
    if (now === NOTHING) {
      memory.provisional.delete(other);
      keepSettled(memory, other, EMPTY_SO_FAR);
    } else {
      memory.provisional.set(other, now);
      memory.trail.push(other);
    }
  }
}

/** What rested on a place that may have values rests on nothing that holds. */
function forget({ trail, provisional }: Memory, { own, trailStart }: Frame): void {
  for (const other of trail.splice(trailStart)) {
    if (((provisional.get(other) ?? own) & own) === NOTHING) trail.push(other);
    else provisional.delete(other);
  }
}

function keepSettled({ settled }: Memory, key: string, judgement: Judgement): void {
  if (settled.size >= MAX_KEPT_COUNT) settled.clear();
  settled.set(key, judgement);
}

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

function keyOf(literals: readonly Literal[], atoms: readonly Atom[] | undefined): string {
  const parts = literals.map(
    ({ node, isHeld, view, isBare }) => `${isHeld ? '' : '!'}${numberOf(node)}${VIEW_MARKS[view]}${isBare === true ? '~' : ''}`,
  );
  const key = [...new Set(parts)].toSorted().join(' ');
  return atoms === undefined ? key : `${key} ${JSON.stringify(atoms)}`;
}

const VIEW_MARKS = { plain: '', writing: 'w', closed: 'c', reading: 'r', open: 'o' } as const;
