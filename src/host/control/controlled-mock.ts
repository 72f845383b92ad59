import type { Clock } from '../../base/clock.js';
import type { MemoryJournal } from '../../journal/memory-journal.js';
import type { MockLife } from '../../mock/living/living-mock.js';
import { isScopeName } from '../../mock/living/scope-name.js';
import { createMockScopes } from '../../mock/living/mock-scopes.js';
import type { Mock } from '../../mock/mock.js';
import type { ControlledByHand, ControlledFaults, ControlledJournal, ControlledSystem, ControlledWebhooks } from './controlled-system.js';
import { dropScopedRules } from './forget-scope.js';
import { memoryControlJournal } from './memory-control-journal.js';

export interface ControlledMockParts {
  readonly name: string;
  /** Its contract may change. */
  readonly mock: Pick<Mock, 'contract'>;
  readonly seed: string;
  readonly clock: Clock;
  /** Of all systems of the process. */
  readonly journal: MemoryJournal;
  readonly secretNames: ReadonlySet<string>;
  readonly faults?: ControlledFaults | undefined;
  /** What is recorded besides calls. */
  readonly recorded?: ControlledJournal | undefined;
  /** What else goes on around the mock. */
  readonly life?: Omit<MockLife, 'scopes'> | undefined;
  readonly webhooks?: ControlledWebhooks | undefined;
  readonly byHand?: ControlledByHand | undefined;
}

/** A mock under control, and its life with scopes. */
export interface ControlledMock {
  readonly system: ControlledSystem;
  readonly life: MockLife;
}

/**
 * Gives a mock scopes, and shows it to the control API. A scope that goes takes with it all that is kept for it.
 *
 * @param parts - the mock, and what stands around it
 */
export function controlledMock(parts: ControlledMockParts): ControlledMock {
  const { name, mock, seed, clock, journal, secretNames, faults, recorded, life = {}, webhooks, byHand } = parts;
  const { state } = life;
  const onDrop = (scope: string): void => {
    journal.clear({ provider: name, scope });
    dropScopedRules(faults, scope, clock.nowMs());
    state?.release(scope);
  };
  const scopes = createMockScopes({ seed, nowMs: clock.nowMs, onDrop });
  // What an earlier process has left grows old from now on.
  for (const scope of state?.scopes() ?? []) if (isScopeName(scope)) scopes.scope(scope);
  const ownJournal = memoryControlJournal({ journal, system: name, secretNames, recorded });
  const system: ControlledSystem = {
    name,
    get contract() {
      return mock.contract;
    },
    clock,
    faults,
    scopes,
    state,
    journal: ownJournal,
    webhooks,
    byHand,
  };
  return { system, life: { ...life, scopes } };
}
