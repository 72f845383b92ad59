import type { CorsMode } from '../mock/cors.js';
import type { MockLife } from '../mock/living/living-mock.js';
import type { Mock } from '../mock/mock.js';
import type { Rules } from '../mock/rules.js';
import type { StateStore } from '../mock/state/state-store.js';
import type { ServedSystem } from './served-system.js';
import { createTokenLives } from './tokens/token-lives.js';

/** What holds for all mocks of a run, where the workspace does not say otherwise. */
export interface MockLivesOptions {
  readonly seed: string;
  readonly rules: Rules;
  readonly cors: CorsMode;
  /** Whether callers speak TLS to the mocks. */
  readonly isSecure: boolean;
  /** `false`: whatever the workspace says. */
  readonly issuesTokens: boolean;
  readonly verifiesTokens: boolean;
  /** Where a system keeps what it remembers; `undefined` for one that remembers nothing. */
  readonly storeOf: (system: Pick<ServedSystem, 'name' | 'isStateful'>) => StateStore | undefined;
  /** Where those who share an authority keep what they gave out; in memory when absent. */
  readonly tokenStoreOf?: ((authority: string) => StateStore) | undefined;
  /** The time of the tokens; the machine's when absent. */
  readonly nowMs?: (() => number) | undefined;
}

/** The life of one system; `undefined` when it has none, and is served by the shorter way. */
export type LifeOfSystem = (
  system: Pick<ServedSystem, 'name' | 'isStateful' | 'tokens' | 'verifies'>,
  mock: Pick<Mock, 'contract'>,
) => MockLife | undefined;

/**
 * What goes on around each mock of a run, besides what its contract says: it is the same for one workspace, whoever starts its mocks.
 *
 * @param options - what was asked for
 */
export function createMockLives(options: MockLivesOptions): LifeOfSystem {
  const { seed, rules, cors, isSecure, issuesTokens, verifiesTokens, storeOf, tokenStoreOf, nowMs } = options;
  const lifeOf = createTokenLives({ seed, storeOf: tokenStoreOf, nowMs });
  return (system, mock) => {
    const { name, tokens, verifies = false } = system;
    const state = storeOf(system);
    const verifiesHere = verifies || verifiesTokens;
    const life = lifeOf({ name, mock, tokens: issuesTokens ? tokens : false, verifies: verifiesHere, rules, cors, isSecure });
    return state === undefined ? life : { ...life, state };
  };
}
