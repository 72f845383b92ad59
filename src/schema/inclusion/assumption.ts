import type { Counterparts } from './counterparts.js';
import type { Judgement } from './judgement.js';

/** That what a schema writes its counterpart reads, taken for granted at a place: it is a question of its own. */
export interface Assumption extends Counterparts {
  /** Where in a value, relative to the place judged. */
  readonly location: readonly string[];
}

/** What was taken for granted at a place, by `keyOfLiterals` of the pair, and what places below it rest on. */
export interface Taken {
  readonly pairs: readonly TakenPair[];
  readonly below: readonly TakenBelow[];
}

interface TakenPair extends Counterparts {
  readonly key: string;
  /** That leads there; `undefined` for the place itself. */
  readonly token: string | undefined;
}

interface TakenBelow {
  readonly taken: Taken;
  readonly token: string | undefined;
}

export const NOTHING_TAKEN: Taken = { pairs: [], below: [] };

/**
 * All that is taken for granted, each pair once, at the first of its places.
 *
 * @param taken - of a place
 * @returns by the keys of the pairs
 */
export function assumptionsOf(taken: Taken): ReadonlyMap<string, Assumption> {
  const found = new Map<string, Assumption>();
  const visits = new Map<Taken, readonly string[]>([[taken, []]]);
  // A map can grow while it is walked: the shallowest come first.
  for (const [{ pairs, below }, location] of visits) {
    for (const { key, held, refused, token } of pairs)
      if (!found.has(key)) found.set(key, { held, refused, location: token === undefined ? location : [...location, token] });
    for (const { taken: other, token } of below)
      if (!visits.has(other)) visits.set(other, token === undefined ? location : [...location, token]);
  }
  return found;
}

/**
 * What two judgements take for granted.
 *
 * @param first - of a place
 * @param second - of the same place
 */
export function takenTogether(first: Taken, second: Taken): Taken {
  if (second === NOTHING_TAKEN || first === second) return first;
  if (first === NOTHING_TAKEN) return second;
  return { pairs: [], below: [first, second].map((taken) => ({ taken, token: undefined })) };
}

/** What is being taken for granted while a place is judged. */
export interface Assuming {
  /**
   * Adds one pair.
   *
   * @param pair - as it stands at the place being judged, or just below it
   */
  readonly add: (pair: TakenPair) => void;
  /**
   * Adds what a judgement of a place below rests on.
   *
   * @param taken - relative to that place
   * @param token - that leads there; `undefined` for the place itself
   */
  readonly addAll: (taken: Taken, token: string | undefined) => void;
  /**
   * Does something and keeps what it takes for granted apart.
   *
   * @param judge - what is done
   * @returns its result, and what it took for granted
   */
  readonly apart: <Result>(judge: () => Result) => readonly [result: Result, taken: Taken];
  /**
   * Judges, and takes for granted what that rests on only if it came to something: what has shown nothing needs nothing.
   *
   * @param judge - of the same place
   * @returns its judgement
   */
  readonly ifEmpty: (judge: () => Judgement) => Judgement;
}

/** Nothing taken for granted yet. */
export function createAssuming(): Assuming {
  let pairs: TakenPair[] = [];
  let below: TakenBelow[] = [];
  const addAll: Assuming['addAll'] = (taken, token) => {
    if (taken !== NOTHING_TAKEN) below.push({ taken, token });
  };
  const apart: Assuming['apart'] = (judge) => {
    const outer = { pairs, below };
    [pairs, below] = [[], []];
    const result = judge();
    const taken = takenOf(pairs, below);
    ({ pairs, below } = outer);
    return [result, taken];
  };
  return {
    add: (pair) => {
      pairs.push(pair);
    },
    addAll,
    apart,
    ifEmpty: (judge) => {
      const [judgement, taken] = apart(judge);
      if (judgement.isEmpty) addAll(taken, undefined);
      return judgement;
    },
  };
}

function takenOf(pairs: readonly TakenPair[], below: readonly TakenBelow[]): Taken {
  const [only, second] = below;
  if (pairs.length > 0 || second !== undefined) return { pairs, below };
  if (only === undefined) return NOTHING_TAKEN;
  return only.token === undefined ? only.taken : { pairs, below };
}
