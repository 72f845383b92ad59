import type { ControlledFaults, ControlledSystem } from './controlled-system.js';

/**
 * A scope is as it was when it was new: no overrides, no faults of its own, nothing remembered, nothing recorded.
 *
 * @param scope - `''` for the common one, which keeps the faults of the process
 * @throws HostError when what was remembered cannot be dropped
 */
export async function forgetScope({ scopes, state, faults, journal, clock }: ControlledSystem, scope: string): Promise<void> {
  scopes?.known(scope)?.reset();
  const nowMs = clock.nowMs();
  dropScopedRules(faults, scope, nowMs);
  journal.clear(scope);
  await state?.drop(scope);
}

/**
 * The faults of a scope are no more, nor is the state that they waited for.
 *
 * @param scope - the common one keeps its own
 */
export function dropScopedRules(faults: ControlledFaults | undefined, scope: string, nowMs: number): void {
  if (faults === undefined || scope === '') return;
  const { injector } = faults;
  for (const { rule } of injector.rules) if (rule.match.mockScope === scope) injector.remove(rule.label, nowMs);
  injector.setState(undefined, nowMs, scope);
}
