import type { Direction } from '../schema.js';
import type { Assumption } from './assumption.js';
import { assumptionsOf, createAssuming } from './assumption.js';
import type { Atom } from './atom.js';
import { createClauseReader } from './clause-reader.js';
import { counterpartsAt } from './counterparts.js';
import type { Judgement } from './judgement.js';
import type { Literal } from './literal.js';
import { keyOfLiterals, wordsOfLiterals } from './literal-key.js';
import { judgePlace } from './place-judge.js';
import type { Kept } from './prover-memory.js';
import { createProverMemory, EMPTY_SO_FAR, forget, keepEmpty, keepSettled, NOTHING } from './prover-memory.js';
import type { Sameness } from './same-schema.js';
import type { SchemaPlace } from './schema-comparison.js';

/** Judges places and remembers what it found, for one direction. */
export interface Prover {
  /**
   * Whether no value satisfies all literals, if what schemas write their counterparts read: each such pair below is taken for granted.
   *
   * @param literals - of one place
   * @param maxStepCount - choices and places looked at
   */
  readonly judge: (literals: readonly Literal[], maxStepCount: number) => ProverJudgement;
  /** The steps of all questions so far. */
  readonly stepCount: () => number;
}

/** What is known of a place. */
export interface ProverJudgement extends Judgement {
  /** What it holds under; each has to be judged itself. */
  readonly taken: ReadonlyMap<string, Assumption>;
  /** Whether the steps ran out. */
  readonly isExhausted: boolean;
}

/**
 * A prover. That a place meets itself further down is no way out: a smallest value would hold a smaller one. So what is being judged may be
 * taken as empty below, and what rests on that is kept only as long as it is being judged, or for good once it is found to be empty itself.
 * For the same reason a pair of counterparts may be taken for granted wherever it is met: a smallest value against any of them would hold one.
 *
 * @param direction - the way the values travel
 * @param sameness - of schemas; shared with others
 */
export function createProver(direction: Direction | undefined, sameness: Sameness): Prover {
  const memory = createProverMemory();
  const assuming = createAssuming();
  let stepCount = 0;
  const state = { stepsLeft: 0, isLimited: false, rests: NOTHING };
  /** What is known for good, of this place or of one that says the same. */
  const recalled = (key: string, words: () => string): Kept | undefined => {
    const known = memory.settled.get(key);
    if (known !== undefined) return known;
    const same = memory.byWords.get(words());
    if (same !== undefined) keepSettled(memory, key, same);
    return same;
  };
  const judgeAt = (literals: readonly Literal[], { atoms, isBeside, token }: Where): Judgement => {
    const key = keyOfLiterals(literals, atoms);
    const counterparts = isBeside ? undefined : counterpartsAt(literals, sameness);
    if (counterparts !== undefined) {
      assuming.add({ key: keyOfLiterals([counterparts.held, counterparts.refused]), ...counterparts, token });
      return EMPTY_SO_FAR;
    }
    const known = recalled(key, () => wordsOfLiterals(literals, atoms));
    if (known !== undefined) {
      assuming.addAll(known.taken, token);
      return known.judgement;
    }
    const provisional = memory.provisional.get(key);
    const above = memory.byKey.get(key) ?? provisional?.rests;
    if (above !== undefined && !isBeside) {
      state.rests |= above;
      if (provisional !== undefined) assuming.addAll(provisional.taken, token);
      return EMPTY_SO_FAR;
    }
    // Of the same value nothing may be assumed that is only being judged.
    if (above !== undefined || state.stepsLeft <= 0 || memory.byKey.size >= MAX_DEPTH) {
      state.isLimited = true;
      return LEFT_OPEN;
    }
    return judgeNew(key, literals, { atoms, token });
  };
  const means = {
    direction,
    sameness,
    assuming,
    reader: createClauseReader(direction),
    below: {
      judge: (literals: readonly Literal[], token: string): Judgement => judgeAt(literals, { token }),
      judgeName: (literals: readonly Literal[], atoms: readonly Atom[]): Judgement => judgeAt(literals, { atoms }),
      judgeBeside: (literals: readonly Literal[]): Judgement => judgeAt(literals, { isBeside: true }),
    },
    isAllowed: (): boolean => {
      state.stepsLeft -= 1;
      if (state.stepsLeft < 0) state.isLimited = true;
      return state.stepsLeft >= 0;
    },
    within: (stepLimit: number, judgeSome: () => Judgement): Judgement => {
      const { stepsLeft, isLimited } = state;
      state.stepsLeft = Math.min(stepsLeft, stepLimit);
      const given = state.stepsLeft;
      const judgement = judgeSome();
      const left = stepsLeft - (given - state.stepsLeft);
      // That this many steps were not enough is an answer; that there are none left at all is not.
      if (left > 0) state.isLimited = isLimited;
      state.stepsLeft = left;
      return judgement;
    },
  };
  const judgeNew = (key: string, literals: readonly Literal[], { atoms, token }: Where): Judgement => {
    const own = 1n << BigInt(memory.byKey.size);
    const trailStart = memory.trail.length;
    const outer = { isLimited: state.isLimited, rests: state.rests };
    [state.isLimited, state.rests] = [false, NOTHING];
    memory.byKey.set(key, own);
    state.stepsLeft -= 1;
    const [judgement, taken] = assuming.apart(() => judgePlace(literals, atoms, means));
    assuming.addAll(taken, token);
    memory.byKey.delete(key);
    const rests = state.rests & ~own;
    if (judgement.isEmpty) {
      keepEmpty(memory, key, { own, trailStart, rests, taken });
      if (rests === NOTHING) memory.byWords.set(wordsOfLiterals(literals, atoms), { judgement: EMPTY_SO_FAR, taken });
    } else {
      forget(memory, { own, trailStart });
      // What was left open for want of steps or depth may be settled another time.
      if (!state.isLimited) {
        keepSettled(memory, key, { judgement, taken });
        if (isOpenElsewhere(judgement, literals)) memory.byWords.set(wordsOfLiterals(literals, atoms), { judgement, taken });
      }
    }
    state.isLimited ||= outer.isLimited;
    state.rests = judgement.isEmpty ? outer.rests | rests : outer.rests;
    return judgement;
  };
  return {
    judge: (literals, maxStepCount) => {
      Object.assign(state, { stepsLeft: maxStepCount, isLimited: false, rests: NOTHING });
      const [judgement, taken] = assuming.apart(() => judgeAt(literals, {}));
      stepCount += maxStepCount - Math.max(0, state.stepsLeft);
      return { ...judgement, taken: assumptionsOf(taken), isExhausted: state.stepsLeft <= 0 };
    },
    stepCount: () => stepCount,
  };
}

/** Whether what is open stands behind references: then it is open wherever the same words stand. */
function isOpenElsewhere({ open }: Judgement, literals: readonly Literal[]): boolean {
  const isOfPlace = ({ pointer }: SchemaPlace): boolean => literals.some(({ node }) => `${pointer}/`.startsWith(`${node.pointer}/`));
  return open.length > 0 && !open.some(({ writer, reader }) => isOfPlace(writer) || isOfPlace(reader));
}

/** The place judged, seen from the one above. */
interface Where {
  readonly token?: string | undefined;
  /** Of texts. */
  readonly atoms?: readonly Atom[] | undefined;
  /** Whether it is the same place again. */
  readonly isBeside?: boolean;
}

const LEFT_OPEN: Judgement = { isEmpty: false, open: [] };
/** Places within places. */
const MAX_DEPTH = 80;
