import { createCallCounter } from '../call-counter.js';
import type { OverrideBook } from '../override/override-book.js';
import { createOverrideBook } from '../override/override-book.js';

/** What keeps parallel tests of one mock apart. `''` is the scope of those who name none. */
export interface MockScope {
  readonly name: string;
  /** What varied values are drawn from. */
  readonly seed: string;
  /** How often the call of this key was asked for before: 0 for the first. */
  readonly callIndex: (key: string) => number;
  readonly overrides: OverrideBook;
  /** Draws from another seed from now on, as if nothing had been called before. */
  reseed(seed: string): void;
  /** As it was when it was new. */
  reset(): void;
}

/**
 * A scope in which nothing has happened.
 *
 * @param name - `''` for the scope of those who name none
 * @param seed - of the mock: that of the scope follows from it and the name
 */
export function createMockScope(name: string, seed: string): MockScope {
  const ownSeed = name === '' ? seed : `${seed}\u0000${name}`;
  const overrides = createOverrideBook();
  let current = ownSeed;
  let counter = createCallCounter();
  return {
    name,
    get seed() {
      return current;
    },
    callIndex: (key) => counter(key),
    overrides,
    reseed: (other) => {
      current = other;
      counter = createCallCounter();
    },
    reset: () => {
      current = ownSeed;
      counter = createCallCounter();
      overrides.clear();
    },
  };
}
