import { createScopeState, type ScopeState } from './scope-state.js';
import type { StateStore } from './state-store.js';

/**
 * Keeps what a mock remembers as long as the process lives.
 */
export function createMemoryStore(): StateStore {
  const states = new Map<string, ScopeState>();
  const stateOf = (scope: string): ScopeState => {
    let state = states.get(scope);
    if (state === undefined) {
      state = createScopeState();
      states.set(scope, state);
    }
    return state;
  };
  return {
    refresh: () => undefined,
    // Who only looks leaves nothing behind.
    view: (scope) => states.get(scope) ?? createScopeState(),
    scopes: () => [...states.keys()],
    commit: (scope, changes, seenCount) => {
      const state = stateOf(scope);
      if (state.changeCount !== seenCount) return false;
      state.apply(changes);
      return true;
    },
    drop: (scope) => void states.delete(scope),
    release: (scope) => void states.delete(scope),
  };
}
