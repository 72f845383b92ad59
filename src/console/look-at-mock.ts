import type { Rule, Scope, System } from './api-types.js';
import type { App } from './app.js';

/** The mock as it was last looked at. */
export interface Seen {
  systems: readonly System[];
  scopes: readonly Scope[];
  rules: ReadonlyMap<string, readonly Rule[]>;
  /** What the mock's clock is before ours. */
  offsetMs: number;
}

/**
 * Looks at the mock again.
 *
 * @param app - says which scope is looked at
 * @param seen - has what is seen once all has answered
 */
export async function lookAtMock(app: App, seen: Seen): Promise<void> {
  const answer = await app.api.get<{ readonly nowMs: number; readonly systems: readonly System[] }>('systems');
  const { scopes } = await app.api.get<{ readonly scopes: readonly Scope[] }>('scopes', { system: '*' });
  const scope = app.scope() === '' ? undefined : app.scope();
  const faulty = answer.systems.filter(({ faultCount }) => faultCount > 0).slice(0, MAX_FAULTY_COUNT);
  const rules = await Promise.all(
    faulty.map(async ({ name: system }) => {
      const { faults } = await app.api.get<{ readonly faults: readonly Rule[] }>('faults', { system, scope });
      return [system, faults] as const;
    }),
  );
  seen.systems = answer.systems;
  seen.scopes = scopes;
  seen.rules = new Map(rules);
  seen.offsetMs = answer.nowMs - Date.now();
}

/** Those that misbehave are asked one by one. */
const MAX_FAULTY_COUNT = 60;
