import { createControl, type Control } from '../host/control/control.js';
import { controlledMock } from '../host/control/controlled-mock.js';
import type { ControlledSystem } from '../host/control/controlled-system.js';
import { machineClock } from '../host/machine-clock.js';
import type { MemoryJournal } from '../journal/memory-journal.js';
import type { MockLife } from '../mock/living/living-mock.js';
import type { Mock } from '../mock/mock.js';
import type { MockFaults } from './mock-faults.js';
import type { MockWebhooks } from './mock-webhooks.js';
import type { MockSettings } from './mock-settings.js';
import { isLoopback } from './option-values.js';

interface MockControlParts {
  readonly settings: MockSettings;
  readonly journal: MemoryJournal;
  readonly faults: MockFaults | undefined;
  readonly secretNames: ReadonlySet<string>;
  readonly webhooks: MockWebhooks | undefined;
}

/** What tests may order of the mocks of one process. */
export interface MockControl {
  /**
   * The scopes of a system beside what else goes on around its mock; from now on the system is controlled.
   *
   * @param name - of the system
   * @param mock - whose contract may change
   * @param life - without scopes
   */
  lifeOf(name: string, mock: Pick<Mock, 'contract'>, life: Omit<MockLife, 'scopes'>): MockLife;
  /** Of the port of one system, or of one before all of them; `undefined` where nobody may control anything. */
  controlOf(system: string | undefined): Control | undefined;
  readonly token: string | undefined;
}

/**
 * The control API of mocks: there by default where only this machine reaches it, for it costs a call nothing.
 *
 * @param parts - what is controlled
 */
export function openMockControl({ settings, journal, faults, secretNames, webhooks }: MockControlParts): MockControl {
  const { controlToken: token, seed } = settings;
  const isControlled = settings.control ?? (isLoopback(settings.host) || token !== undefined || faults !== undefined);
  const systems = new Map<string, ControlledSystem>();
  const lifeOf: MockControl['lifeOf'] = (name, mock, life) => {
    const controlled = controlledMock({
      ...{ name, mock, seed, clock: machineClock, journal, secretNames, life },
      faults: faults?.desk.controlledFaults(faults.injectorOf(name)),
      recorded: faults?.desk.journalOf(),
      webhooks: webhooks?.of(name),
    });
    systems.set(name, controlled.system);
    return controlled.life;
  };
  /** A system of events alone: its faults are controlled, its messages are read. */
  const eventSystem = (name: string): void => {
    if (faults === undefined || systems.has(name)) return;
    const controlled = faults.desk.controlledFaults(faults.injectorOf(name));
    const own = { name, contract: undefined, clock: machineClock, faults: controlled, scopes: undefined, state: undefined };
    systems.set(name, { ...own, journal: faults.desk.journalOf() });
  };
  const controlOf = (system: string | undefined): Control | undefined => {
    if (!isControlled) return undefined;
    if (system !== undefined) eventSystem(system);
    if (system !== undefined && !systems.has(system)) return undefined;
    return createControl({ systems: () => [...systems.values()], own: system, token });
  };
  return { lifeOf, controlOf, token };
}
