import type { ControlledSystem } from './controlled-system.js';

/**
 * A scope is as it was when it was new: no overrides, no faults of its own, nothing remembered, nothing recorded.
 *
 * @param scope - `''` for the common one, which keeps the faults of the process
 * @throws HostError when what was remembered cannot be dropped
 */
export async function forgetScope({ scopes, state, faults, journal, clock }: ControlledSystem, scope: string): Promise<void> {
  scopes?.known(scope)?.reset();
  const nowMs = clock.nowMs();
  for (const { rule } of scope === '' ? [] : (faults?.injector.rules ?? [])) {
    if (rule.match.mockScope === scope) faults?.injector.remove(rule.label, nowMs);
  }
  if (scope !== '') faults?.injector.setState(undefined, nowMs, scope);
  journal.clear(scope);
  await state?.drop(scope);
}
