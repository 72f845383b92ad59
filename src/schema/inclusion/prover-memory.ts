import type { Taken } from './assumption.js';
import { NOTHING_TAKEN, takenTogether } from './assumption.js';
import type { Judgement } from './judgement.js';

/** A judgement, and what it takes for granted. */
export interface Kept {
  readonly judgement: Judgement;
  readonly taken: Taken;
}

/** What a prover remembers, by `keyOfLiterals`. */
export interface ProverMemory {
  readonly settled: Map<string, Kept>;
  /** What is so wherever it stands, by `wordsOfLiterals`. */
  readonly byWords: Map<string, Kept>;
  /** Empty if all the places of these bits are. */
  readonly provisional: Map<string, Provisional>;
  /** The provisional ones in the order in which they were found. */
  readonly trail: string[];
  /** The places being judged, one within another, each with a bit of its own. */
  readonly byKey: Map<string, bigint>;
}

interface Provisional {
  readonly rests: bigint;
  readonly taken: Taken;
}

/** One that knows nothing. */
export function createProverMemory(): ProverMemory {
  return { settled: new Map(), byWords: new Map(), provisional: new Map(), trail: [], byKey: new Map() };
}

/** Rests on nothing. */
export const NOTHING = 0n;
export const EMPTY_SO_FAR: Judgement = { isEmpty: true, open: [] };
/** Beyond this what was learnt is forgotten: memory stays bounded. */
const MAX_KEPT_COUNT = 400_000;

/** A place whose judging has ended. */
export interface Frame {
  readonly own: bigint;
  /** Where the trail was when its judging began. */
  readonly trailStart: number;
}

/**
 * Keeps that a place is empty. What rested on it now rests on what it rests on, or on nothing, and takes for granted what it takes.
 *
 * @param memory - is added to
 * @param key - of the place
 * @param found - what it rests on and takes for granted
 */
export function keepEmpty(memory: ProverMemory, key: string, { own, trailStart, rests, taken }: Frame & Provisional): void {
  for (const other of [...memory.trail.splice(trailStart), key]) {
    const before = memory.provisional.get(other) ?? { rests: own, taken: NOTHING_TAKEN };
    const isResting = (before.rests & own) !== NOTHING;
    const now = isResting ? { rests: (before.rests & ~own) | rests, taken: takenTogether(before.taken, taken) } : before;
    if (now.rests === NOTHING) {
      memory.provisional.delete(other);
      keepSettled(memory, other, { judgement: EMPTY_SO_FAR, taken: now.taken });
    } else {
      memory.provisional.set(other, now);
      memory.trail.push(other);
    }
  }
}

/**
 * Forgets what rested on a place that may have values: it rests on nothing that holds.
 *
 * @param memory - is taken from
 * @param frame - of the place
 */
export function forget({ trail, provisional }: ProverMemory, { own, trailStart }: Frame): void {
  for (const other of trail.splice(trailStart)) {
    if (((provisional.get(other)?.rests ?? own) & own) === NOTHING) trail.push(other);
    else provisional.delete(other);
  }
}

/**
 * Keeps a judgement for good.
 *
 * @param memory - is added to
 * @param key - of the place
 * @param kept - the judgement
 */
export function keepSettled({ settled }: ProverMemory, key: string, kept: Kept): void {
  if (settled.size >= MAX_KEPT_COUNT) settled.clear();
  settled.set(key, kept);
}
