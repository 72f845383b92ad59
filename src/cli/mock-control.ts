import type { Contract } from '../contract/contract.js';
import { assertRulesFit } from '../fault/assert-rules-fit.js';
import { createInjector } from '../fault/create-injector.js';
import type { FaultInjector } from '../fault/injector.js';
import { createControl, type Control } from '../host/control/control.js';
import { controlledMock } from '../host/control/controlled-mock.js';
import type { ControlledByHand, ControlledEvents, ControlledJournal, ControlledSystem } from '../host/control/controlled-system.js';
import { createHttpClient } from '../host/http-client.js';
import { machineClock } from '../host/machine-clock.js';
import type { Metrics } from '../host/metrics/open-metrics.js';
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
export function openMockControl({ settings, journal, faults, secretNames, webhooks, metrics }: MockControlParts): MockControl {
  const { controlToken: token, seed } = settings;
  const isControlled = settings.control ?? (isLoopback(settings.host) || token !== undefined || faults !== undefined);
  const systems = new Map<string, ControlledSystem>();
  const urls = new Map<string, string>();
  const events = new Map<string, ControlledEvents>();
  const standing = new Map<string, FaultInjector>();
  const client = lazily(() => createHttpClient({ timeoutMs: CALL_TIMEOUT_MS, maxBodyBytes: MAX_ANSWER_BYTES }));
  const byHandOf = (name: string): ControlledByHand => ({
    url: () => urls.get(name),
    call: async (request, signal) => {
      const url = urls.get(name);
      return url === undefined ? undefined : client.get().send(request, url, signal);
    },
    events: () => events.get(name),
  });
  const standbyOf: MockControl['standbyOf'] = (name) => {
    if (!isControlled || faults !== undefined) return undefined;
    const injector = standing.get(name) ?? createInjector({ seed, provider: name });
    standing.set(name, injector);
    return { injector, standsBy: true };
  };
  const standbyFaults = (name: string, mock: { readonly contract: Contract }): ControlledSystem['faults'] => {
    const injector = standbyOf(name)?.injector;
    if (injector === undefined) return undefined;
    const servers = () => ({ contracts: new Map([[name, mock.contract]]), isTls: false, isHttp: true, hasBroker: false });
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
  /** A system of events alone: its messages are sent and read, its faults are controlled where there are any. */
  const eventSystem = (name: string): void => {
    if (systems.has(name)) return;
    const controlled = faults?.desk.controlledFaults(faults.injectorOf(name));
    const own = { name, contract: undefined, clock: machineClock, faults: controlled, scopes: undefined, state: undefined };
    const recorded = faults?.desk.journalOf() ?? NO_CALLS;
    systems.set(name, { ...own, journal: recorded, byHand: byHandOf(name) });
  };
  const controlOf = (system: string | undefined): Control | undefined => {
    if (!isControlled) return undefined;
    if (system !== undefined) eventSystem(system);
    if (system !== undefined && !systems.has(system)) return undefined;
    return createControl({ systems: () => [...systems.values()], own: system, token, metrics: metrics?.page });
  };
  const close = async (): Promise<void> => client.made()?.close();
  return { lifeOf, controlOf, systems: () => [...systems.values()], urls, events, standbyOf, token, close };
}

/** Made when it is first asked for. */
function lazily<Value>(make: () => Value): { readonly get: () => Value; readonly made: () => Value | undefined } {
  let value: Value | undefined;
  return {
    get: () => {
      value ??= make();
      return value;
    },
    made: () => value,
  };
}

const NO_CALLS: ControlledJournal = {
  exchanges: () => [],
  lostCount: () => 0,
  run: () => ({ exchanges: [], messages: [], asks: [], connections: [], faults: [], canary: [], timeScale: 1 }),
  clear: () => undefined,
  onAppend: () => () => undefined,
};
const CALL_TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 1_048_576;
