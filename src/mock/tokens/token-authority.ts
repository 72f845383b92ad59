import type { TokenAlgorithm } from '../../workspace/mock-tokens.js';
import type { StateStore } from '../state/state-store.js';
import { createSigningKeys } from './signing-keys.js';
import type { SigningKey } from './signing-key.js';
import { createStateDraft } from './state-draft.js';
import { type AuthorityStep, authorityStep, type ReadToken } from './authority-step.js';
import { createTokenLedger } from './token-ledger.js';

/** Signs tokens and knows its own again. Several mocks, of one process or of many, may share one, and then take each other's tokens. */
export interface TokenAuthority {
  /** Whether it was given out here and was not revoked; time, issuer and audience are for the asker to judge. */
  read(token: string): Promise<ReadToken>;
  /** Whether tokens were given out under this name. */
  isOwnIssuer(issuer: string): boolean;
  /**
   * Takes a step: what it gives out and takes back holds for all who share the authority, all of it or nothing, before its result is given.
   *
   * @param take - may be called several times
   */
  act<Result>(take: (step: AuthorityStep) => Promise<Result>): Promise<Result>;
}

export interface TokenAuthorityParts {
  readonly algorithm: TokenAlgorithm;
  /** Asked for once, when it is first needed; `undefined`: one is made and kept in the store. */
  readonly key?: (() => Promise<SigningKey>) | undefined;
  /** Decides ids and codes. */
  readonly seed: string;
  readonly nowMs: () => number;
  /** Where it remembers what it gave out: of this authority alone. */
  readonly store: StateStore;
}

/**
 * An authority with one key.
 *
 * @param parts - what it signs with, and where it remembers
 */
export function createTokenAuthority({ algorithm, key, seed, nowMs, store }: TokenAuthorityParts): TokenAuthority {
  const ledger = createTokenLedger(store);
  const keys = createSigningKeys(algorithm, key);
  const parts = { keys, seed, nowMs };
  /** Of what is there now: for who only looks. */
  const present = (): AuthorityStep => authorityStep(createStateDraft(ledger.view()), parts);
  return {
    read: async (token) => {
      await ledger.refresh();
      return present().read(token);
    },
    isOwnIssuer: (issuer) => present().isOwnIssuer(issuer),
    act: (take) => ledger.step((draft) => take(authorityStep(draft, parts))),
  };
}
