import type { Counterparts } from './counterparts.js';

/** That what a schema writes its counterpart reads, taken for granted at a place: it is a question of its own. */
export interface Assumption extends Counterparts {
  /** Where in a value, relative to the place judged. */
  readonly location: readonly string[];
}

/** What was taken for granted, each pair once, by `keyOfLiterals`. */
export type Assumptions = ReadonlyMap<string, Assumption>;

export const NO_ASSUMPTIONS: Assumptions = new Map();

/** What is being taken for granted while a place is judged. */
export interface Assuming {
  /**
   * Adds one pair.
   *
   * @param key - of the pair
   * @param assumption - relative to the place being judged
   */
  readonly add: (key: string, assumption: Assumption) => void;
  /**
   * Adds what a judgement of a place below rests on.
   *
   * @param assumptions - relative to that place
   * @param token - that leads there; `undefined` for the place itself
   */
  readonly addAll: (assumptions: Assumptions, token: string | undefined) => void;
  /**
   * Does something and keeps what it takes for granted apart.
   *
   * @param judge - what is done
   * @returns its result, and what it took for granted
   */
  readonly apart: <Result>(judge: () => Result) => readonly [result: Result, taken: Assumptions];
}

/** Nothing taken for granted yet. */
export function createAssuming(): Assuming {
  let current = new Map<string, Assumption>();
  const add = (key: string, assumption: Assumption): void => {
    if (!current.has(key)) current.set(key, assumption);
  };
  return {
    add,
    addAll: (assumptions, token) => {
      for (const [key, assumption] of assumptions)
        if (!current.has(key))
          current.set(key, token === undefined ? assumption : { ...assumption, location: [token, ...assumption.location] });
    },
    apart: (judge) => {
      const outer = current;
      current = new Map();
      const result = judge();
      const taken = current.size === 0 ? NO_ASSUMPTIONS : current;
      current = outer;
      return [result, taken];
    },
  };
}
