/** One value for each scope of a rule; bounded: what is new longest ago is dropped first, and begins anew. */
export interface ScopeStates<State> {
  get(scope: string): State;
  set(scope: string, state: State): void;
  entries(): Iterable<readonly [string, State]>;
}

/**
 * States by scope.
 *
 * @param initial - of a scope that is new
 */
export function createScopeStates<State>(initial: () => State): ScopeStates<State> {
  const states = new Map<string, State>();
  return {
    get: (scope) => {
      const state = states.get(scope);
      return state === undefined && !states.has(scope) ? initial() : (state as State);
    },
    set: (scope, state) => {
      if (states.size >= MAX_SCOPE_COUNT && !states.has(scope)) {
        const [oldest] = states.keys();
        if (oldest !== undefined) states.delete(oldest);
      }
      states.set(scope, state);
    },
    entries: () => states,
  };
}

const MAX_SCOPE_COUNT = 10_000;
