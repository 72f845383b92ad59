import type { OverrideBook } from '../override/override-book.js';

/** What keeps parallel tests of one mock apart. `''` is the scope of those who name none. */
export interface MockScope {
  readonly name: string;
  /** What varied values are drawn from. */
  readonly seed: string;
  /** How often the call of this key was asked for before: 0 for the first. */
  readonly callIndex: (key: string) => number;
  readonly overrides: OverrideBook | undefined;
}

/** The scopes of one mock, each there from its first use on. */
export interface MockScopes {
  /** @throws InputError `E_SCOPE_INVALID` when it can be no name of a scope */
  scope(name: string): MockScope;
}
