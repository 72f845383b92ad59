import { createTokenLives } from '../host/tokens/token-lives.js';
import type { MockLife } from '../mock/living/living-mock.js';
import type { Mock } from '../mock/mock.js';
import { corsMode, type MockSettings } from './mock-settings.js';
import type { MockStates } from './mock-state.js';
import type { ServedSystem } from './systems-to-serve.js';

/**
 * What goes on around each mock of a run, besides what its contract says.
 *
 * @param settings - as asked for
 * @param states - where those that remember keep it
 * @param isSecure - whether callers speak TLS to the mocks
 * @returns the life of one system; `undefined` when it has none, and is served by the shorter way
 */
export function mockLives(
  settings: MockSettings,
  states: MockStates,
  isSecure: boolean,
): (system: ServedSystem, mock: Pick<Mock, 'contract'>) => MockLife | undefined {
  const lifeOf = createTokenLives(settings.seed);
  return (system, mock) => {
    const { tokens, verifies = false } = system;
    const state = states.storeOf(system);
    const life = lifeOf({
      mock,
      tokens: settings.issuesTokens ? tokens : false,
      verifies: verifies || settings.verifiesTokens,
      rules: settings.rules,
      cors: corsMode(settings),
      isSecure,
    });
    return state === undefined ? life : { ...life, state };
  };
}
