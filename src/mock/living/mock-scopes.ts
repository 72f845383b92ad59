import { InputError } from '../../base/errors.js';
import type { MockScope } from './mock-scope.js';
import { createMockScope } from './mock-scope.js';
import { isScopeName } from './scope-name.js';

/** The scopes of one mock, each there from its first use on. */
export interface MockScopes {
  /**
   * It is in use from now on.
   *
   * @throws InputError `E_SCOPE_INVALID` when it can be no name of a scope
   */
  scope(name: string): MockScope;
  /** Without using it; `undefined` when there is none of the name. */
  known(name: string): MockScope | undefined;
  /** The one used longest ago first; without that of those who name none. */
  list(): readonly ScopeUse[];
  /** It is gone, and all that others keep for it. @returns whether there was one */
  drop(name: string): boolean;
}

interface ScopeUse {
  readonly name: string;
  readonly createdAtMs: number;
  readonly usedAtMs: number;
}

export interface MockScopesOptions {
  /** Of the mock. */
  readonly seed: string;
  readonly nowMs: () => number;
  /** The one used longest ago goes. Default 1,000. */
  readonly maxCount?: number | undefined;
  /** One that was not used for so long goes. Default 1 h. */
  readonly maxIdleMs?: number | undefined;
  /** What is kept for a scope elsewhere can go, too. */
  readonly onDrop?: ((name: string) => void) | undefined;
}

/**
 * No scopes yet but that of those who name none, which stays.
 *
 * @param options - the bounds
 */
export function createMockScopes(options: MockScopesOptions): MockScopes {
  const { seed, nowMs, maxCount = 1_000, maxIdleMs = 3_600_000, onDrop } = options;
  const common = createMockScope('', seed);
  /** In the order of their last use. */
  const scopes = new Map<string, { readonly scope: MockScope; readonly createdAtMs: number; usedAtMs: number }>();

  const drop = (name: string): boolean => {
    const isThere = scopes.delete(name);
    if (isThere) onDrop?.(name);
    return isThere;
  };
  const dropIdle = (atMs: number): void => {
    for (const [name, { usedAtMs }] of scopes) {
      if (atMs - usedAtMs < maxIdleMs) return;
      drop(name);
    }
  };

  return {
    scope: (name) => {
      if (name === '') return common;
      const atMs = nowMs();
      dropIdle(atMs);
      const known = scopes.get(name);
      if (known === undefined && !isScopeName(name)) throw new InputError({ code: 'E_SCOPE_INVALID', args: { name: name.slice(0, 200) } });
      const entry = known ?? { scope: createMockScope(name, seed), createdAtMs: atMs, usedAtMs: atMs };
      entry.usedAtMs = atMs;
      scopes.delete(name);
      scopes.set(name, entry);
      const [oldest] = scopes.keys();
      if (scopes.size > maxCount && oldest !== undefined) drop(oldest);
      return entry.scope;
    },
    known: (name) => (name === '' ? common : scopes.get(name)?.scope),
    list: () => {
      dropIdle(nowMs());
      return [...scopes].map(([name, { createdAtMs, usedAtMs }]) => ({ name, createdAtMs, usedAtMs }));
    },
    drop,
  };
}
