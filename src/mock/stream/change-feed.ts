import type { StateStore } from '../state/state-store.js';
import type { ToldChange } from '../state/told-change.js';

/** Tells what becomes of what a mock remembers, in one scope. */
export interface ChangeFeed {
  /** @returns ends it */
  subscribe(listener: (change: ToldChange) => void): () => void;
}

/** The feeds of all scopes of one mock. */
interface ChangeFeeds {
  of(scope: string): ChangeFeed;
  /** Whether anybody listens. */
  isHeard(scope: string): boolean;
  tell(scope: string, changes: readonly ToldChange[]): void;
}

interface Audience {
  readonly listeners: Set<(change: ToldChange) => void>;
  readonly unfollow: () => void;
}

/**
 * Feeds that nobody listens to yet; a scope without listeners takes no room.
 *
 * @param follow - tells what other processes do
 */
export function createChangeFeeds(follow: StateStore['follow']): ChangeFeeds {
  const audiences = new Map<string, Audience>();
  const tell = (scope: string, changes: readonly ToldChange[]): void => {
    for (const change of changes) for (const listener of audiences.get(scope)?.listeners ?? []) listener(change);
  };
  const audienceOf = (scope: string): Audience => {
    const known = audiences.get(scope);
    if (known !== undefined) return known;
    const unfollow = follow?.(scope, (changes) => tell(scope, changes)) ?? (() => undefined);
    const made = { listeners: new Set<(change: ToldChange) => void>(), unfollow };
    audiences.set(scope, made);
    return made;
  };
  return {
    of: (scope) => ({
      subscribe: (listener) => {
        const own = audienceOf(scope);
        own.listeners.add(listener);
        return () => {
          if (!own.listeners.delete(listener) || own.listeners.size > 0) return;
          audiences.delete(scope);
          own.unfollow();
        };
      },
    }),
    isHeard: (scope) => audiences.has(scope),
    tell,
  };
}
