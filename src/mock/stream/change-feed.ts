import type { StateChange } from '../state/state-store.js';

/** Tells what becomes of what a mock remembers, in one scope. */
export interface ChangeFeed {
  /** @returns ends it */
  subscribe(listener: (change: StateChange) => void): () => void;
}

/** The feeds of all scopes of one mock. */
export interface ChangeFeeds {
  of(scope: string): ChangeFeed;
  /** @param changes - of one call, kept */
  tell(scope: string, changes: readonly StateChange[]): void;
}

/** Feeds that nobody listens to yet; a scope without listeners takes no room. */
export function createChangeFeeds(): ChangeFeeds {
  const listeners = new Map<string, Set<(change: StateChange) => void>>();
  return {
    of: (scope) => ({
      subscribe: (listener) => {
        const own = listeners.get(scope) ?? new Set();
        listeners.set(scope, own.add(listener));
        return () => {
          own.delete(listener);
          if (own.size === 0 && listeners.get(scope) === own) listeners.delete(scope);
        };
      },
    }),
    tell: (scope, changes) => {
      const own = listeners.get(scope);
      if (own === undefined) return;
      for (const change of lastOfEach(changes)) for (const listener of own) listener(change);
    },
  };
}

/** What a call does comes last in its collection: before it stands, at the first time, what was there from the beginning. */
function lastOfEach(changes: readonly StateChange[]): readonly StateChange[] {
  const last = new Map(changes.map((change) => [change.kind === 'clear' ? '' : change.collection, change] as const));
  return [...last.values()];
}
