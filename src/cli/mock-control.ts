import type { Contract } from '../contract/contract.js';
import { assertRulesFit } from '../fault/assert-rules-fit.js';
import { createInjector } from '../fault/create-injector.js';
import type { FaultInjector } from '../fault/injector.js';
import { createCallerByHand } from '../host/control/caller-by-hand.js';
import { createControl, type Control } from '../host/control/control.js';
import { controlledMock } from '../host/control/controlled-mock.js';
import type { ControlledByHand, ControlledEvents, ControlledSystem } from '../host/control/controlled-system.js';
import { memoryControlJournal } from '../host/control/memory-control-journal.js';
import { machineClock } from '../host/machine-clock.js';
import type { Metrics } from '../host/metrics/open-metrics.js';
import type { MemoryJournal } from '../journal/memory-journal.js';
import type { MockLife } from '../mock/living/living-mock.js';
import type { Mock } from '../mock/mock.js';
import { contractsByName, type MockFaults } from './mock-faults.js';
import type { HttpWebhooks } from '../host/webhooks/http-webhooks.js';
import type { MockSettings } from './mock-settings.js';
import { isLoopback } from './option-values.js';
import type { ServedSystems } from '../host/systems-to-serve.js';

interface MockControlParts {
  readonly served: ServedSystems;
  readonly settings: MockSettings;
  readonly journal: MemoryJournal;
  readonly faults: MockFaults | undefined;
  readonly secretNames: ReadonlySet<string>;
  readonly webhooks: HttpWebhooks | undefined;
  readonly metrics: Metrics | undefined;
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
  /** Where systems are called, once they are. */
  readonly urls: Map<string, string>;
  /** Who sends and receives events, once they do. */
  readonly events: Map<string, ControlledEvents>;
  /** Faults before a system that none were asked for: there are none until somebody turns one on. */
  standbyOf(name: string): { readonly injector: FaultInjector; readonly standsBy: true } | undefined;
  /** Those that are controlled now. */
  readonly systems: () => readonly ControlledSystem[];
  readonly token: string | undefined;
  close(): Promise<void>;
}

/**
 * The control API of mocks: there by default where only this machine reaches it, for it costs a call nothing.
 *
 * @param parts - what is controlled
 */
export function openMockControl({ served, settings, journal, faults, secretNames, webhooks, metrics }: MockControlParts): MockControl {
  const { controlToken: token, seed } = settings;
  const isControlled = settings.control ?? (isLoopback(settings.host) || token !== undefined || faults !== undefined);
  const systems = new Map<string, ControlledSystem>();
  const urls = new Map<string, string>();
  const events = new Map<string, ControlledEvents>();
  const standing = new Map<string, FaultInjector>();
  const caller = createCallerByHand();
  const byHandOf = (name: string): ControlledByHand => ({
    url: () => urls.get(name),
    call: async (request, signal) => {
      const url = urls.get(name);
      return url === undefined ? undefined : caller.call(request, url, signal);
    },
    events: () => events.get(name),
  });
  const standbyOf: MockControl['standbyOf'] = (name) => {
    if (!isControlled || faults !== undefined) return undefined;
    const injector = standing.get(name) ?? createInjector({ seed, provider: name });
    standing.set(name, injector);
    return { injector, standsBy: true };
  };
  const standbyFaults = (name: string, mock: { readonly contract: Contract } | undefined): ControlledSystem['faults'] => {
    const injector = standbyOf(name)?.injector;
    if (injector === undefined) return undefined;
    const events = served.events.filter((one) => one.name === name);
    const servers = () => {
      const http = mock === undefined ? [] : [{ name, contract: mock.contract }];
      return { contracts: contractsByName({ http, events }), isTls: false, isHttp: mock !== undefined, hasBroker: events.length > 0 };
    };
    return { injector, assertFit: (rules) => assertRulesFit(rules, servers()) };
  };
  const lifeOf: MockControl['lifeOf'] = (name, mock, life) => {
    const controlled = controlledMock({
      ...{ name, mock, seed, clock: machineClock, journal, secretNames, life },
      faults: faults === undefined ? standbyFaults(name, mock) : faults.desk.controlledFaults(faults.injectorOf(name)),
      recorded: faults?.desk.journalOf(),
      webhooks: webhooks?.of(name),
      byHand: byHandOf(name),
    });
    systems.set(name, controlled.system);
    return controlled.life;
  };
  /** A system of events alone: its messages are sent and read, and met by faults. */
  const eventSystem = (name: string): void => {
    if (systems.has(name)) return;
    const controlled = faults === undefined ? standbyFaults(name, undefined) : faults.desk.controlledFaults(faults.injectorOf(name));
    const own = { name, contract: undefined, clock: machineClock, faults: controlled, scopes: undefined, state: undefined };
    const calls = memoryControlJournal({ journal, system: name, secretNames, recorded: faults?.desk.journalOf() });
    systems.set(name, { ...own, journal: calls, byHand: byHandOf(name) });
  };
  const controlOf = (system: string | undefined): Control | undefined => {
    if (!isControlled) return undefined;
    if (system !== undefined) eventSystem(system);
    if (system !== undefined && !systems.has(system)) return undefined;
    return createControl({ systems: () => [...systems.values()], own: system, token, metrics: metrics?.page });
  };
  return { lifeOf, controlOf, systems: () => [...systems.values()], urls, events, standbyOf, token, close: caller.close };
}
