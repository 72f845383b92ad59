import type { TokenUser } from '../../workspace/mock-tokens.js';
import { type BoundedStore, createBoundedStore } from './bounded-store.js';
import type { CodeGrant, RefreshGrant } from './grant.js';

/** What an issuer remembers in one scope. */
export interface GrantStore {
  readonly codes: BoundedStore<CodeGrant>;
  readonly refreshTokens: BoundedStore<RefreshGrant>;
  /** Who has logged in, by the value of the cookie. */
  readonly sessions: BoundedStore<{ readonly user: TokenUser; readonly loggedInAtMs: number }>;
}

/**
 * The stores of an issuer, one for each scope; the scope that came first is forgotten when there are too many.
 *
 * @param nowMs - the time of their ages
 */
export function createGrantStores(nowMs: () => number): (scope: string) => GrantStore {
  const stores = new Map<string, GrantStore>();
  return (scope) => {
    const known = stores.get(scope);
    if (known !== undefined) return known;
    const [oldest] = stores.keys();
    if (stores.size >= MAX_SCOPE_COUNT && oldest !== undefined) stores.delete(oldest);
    const store: GrantStore = {
      codes: createBoundedStore(MAX_GRANT_COUNT, nowMs),
      refreshTokens: createBoundedStore(MAX_GRANT_COUNT, nowMs),
      sessions: createBoundedStore(MAX_GRANT_COUNT, nowMs),
    };
    stores.set(scope, store);
    return store;
  };
}

const MAX_SCOPE_COUNT = 1_000;
const MAX_GRANT_COUNT = 1_000;
