import { createScopeState, type ScopeState } from '../../src/mock/state/scope-state.js';
import type { StateChange, StateStore } from '../../src/mock/state/state-store.js';

/**
 * Stores of processes that share what they remember, as those of a Redis do: each sees what the others did when it asks, and keeps only what it made of the newest.
 *
 * @param onCommit - told of each before it is kept: what another process does then comes first
 */
export function sharedStores(onCommit: () => Promise<void> = async () => undefined): () => StateStore {
  const logs = new Map<string, (readonly StateChange[])[]>();
  const logOf = (scope: string): (readonly StateChange[])[] => {
    const log = logs.get(scope) ?? [];
    logs.set(scope, log);
    return log;
  };
  return () => {
    const states = new Map<string, ScopeState>();
    const stateOf = (scope: string): ScopeState => {
      const state = states.get(scope) ?? createScopeState();
      states.set(scope, state);
      return state;
    };
    return {
      refresh: async (scope) => {
        await undefined;
        for (const changes of logOf(scope).slice(stateOf(scope).changeCount)) stateOf(scope).apply(changes);
      },
      view: stateOf,
      scopes: () => [...states.keys()],
      commit: async (scope, changes, seenCount) => {
        await onCommit();
        if (logOf(scope).length !== seenCount) return false;
        logOf(scope).push(structuredClone(changes));
        stateOf(scope).apply(changes);
        return true;
      },
      drop: (scope) => void states.delete(scope),
      release: (scope) => void states.delete(scope),
    };
  };
}
