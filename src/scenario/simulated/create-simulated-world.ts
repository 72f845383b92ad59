import { randomFromSeed } from '../../base/random.js';
import type { Broker } from '../../broker/broker.js';
import type { Contract } from '../../contract/contract.js';
import type { Exchange } from '../../journal/exchange.js';
import { createRunRecorder } from '../../journal/create-run-recorder.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { SimulatedParts, SimulatedProgram } from '../consumer-adapter.js';
import { createEventHub } from '../event-hub.js';
import type { ScenarioWorld } from '../scenario-world.js';
import { createFetch } from './create-fetch.js';
import type { FetchOptions } from './create-fetch.js';
import { createNetwork } from './create-network.js';
import { createDriver } from './driver.js';
import { linkHost, linkVariables } from './link-host.js';
import type { ManualClock } from './manual-clock.js';
import { createManualClock } from './manual-clock.js';
import { programProvider } from './program-provider.js';
import type { SimulatedProvider } from './provider.js';
import { sendDirectly } from './send-directly.js';
import type { SimulatedSystem } from './simulated-system.js';
import { instanceName } from './simulated-system.js';

export interface SimulatedWorldOptions {
  /** Decides all chance of the faults, the mocks and the programs. */
  readonly seed: string;
  readonly signal: AbortSignal;
  readonly systems: readonly SimulatedSystem[];
  /** Who calls whom. */
  readonly pairs: readonly { readonly consumer: string; readonly provider: string }[];
  /** Resolves once all that can run without a timer has run. */
  readonly turn: () => Promise<void>;
  readonly decode: FetchOptions['decode'];
}

/** What a program in process is made of, and where it is: for code that takes no parameters it stands behind the globals. */
export interface SimulatedWorld extends ScenarioWorld {
  readonly manualClock: ManualClock;
  /** Reaches every system at the address that each program has for it. */
  readonly fetch: SimulatedParts['fetch'];
  /** Starts the programs; before it nothing answers but mocks. */
  start(): Promise<void>;
  /** Ends the programs. */
  close(): Promise<void>;
}

/**
 * A world in one process, on a clock that is moved by hand. It moves only while somebody waits on the world.
 *
 * @param options - the systems, and what decides chance
 */
export function createSimulatedWorld(options: SimulatedWorldOptions): SimulatedWorld {
  const { seed, signal } = options;
  const clock = createManualClock(START_MS);
  const driver = createDriver(clock, options.turn, signal);
  const recorder = createRunRecorder();
  // What a control client on this clock would see: no timer is ever late.
  for (let count = 0; count < CONTROL_TICK_COUNT; count += 1) recorder.tick({ setMs: CONTROL_TICK_MS, observedMs: CONTROL_TICK_MS });
  const systems = new Map(options.systems.map((system) => [system.name, system]));
  const instances = new Map<string, readonly Instance[]>();
  const nextId = idCounter();
  let trouble: { readonly error: unknown } | undefined;

  const network = createNetwork({
    systems,
    seed,
    clock,
    recorder,
    nextId,
    hasEvents: (system) => events.has(system),
    programOf: (system) => instances.get(system)?.[0]?.program,
    onTrouble: (error) => {
      trouble ??= { error };
    },
  });
  const events = createEventHub({
    contracts: eventContractsOf(options.systems),
    seed,
    clock,
    settle: driver.settle,
    recorder,
    injectorBetween: (consumer, provider) => network.injectorBetween(consumer, provider),
  });
  const fetchInside = createFetch({ clock, clientFor: network.clientFor, standStill: driver.standStill, decode: options.decode });

  const partsFor = (system: SimulatedSystem, instance: number): SimulatedParts => {
    const variables: Record<string, string> = {};
    for (const provider of systems.keys()) {
      if (provider === system.name) continue;
      const host = linkHost({ consumer: system.name, instance, provider });
      network.addHost(host, { consumer: system.name, provider, name: instanceName(system, instance) });
      Object.assign(variables, linkVariables(provider, host));
    }
    const random = randomFromSeed(seed, 'program', system.name, instance);
    const broker = (name: string): Broker => events.connect(name, instanceName(system, instance));
    return { fetch: fetchInside, clock: clock.forPrograms, random: random.next, broker, env: { ...variables, ...system.env } };
  };

  const start = async (): Promise<void> => {
    for (const system of systems.values()) {
      const { create, name, contract } = system;
      if (create === undefined) continue;
      const made: Instance[] = [];
      for (let instance = 0; instance < (system.instanceCount ?? 1); instance += 1) {
        const settled = await driver.settle(Promise.resolve(create(partsFor(system, instance))));
        if (settled.kind === 'settled')
          made.push({
            name: instanceName(system, instance),
            program: settled.value,
            asked: programProvider(name, settled.value, contract),
          });
      }
      instances.set(name, made);
    }
    for (const { consumer, provider } of options.pairs) network.linkBetween(consumer, provider);
  };

  const send = async (system: string, request: HttpRequest, timeoutMs: number): Promise<Exchange> => {
    signal.throwIfAborted();
    const made = instances.get(system);
    const asked = made ?? [{ name: system, asked: network.providerOf(system) }];
    const calls = asked.map((one) => sendDirectly({ clock, system: one.name, provider: one.asked, request, timeoutMs, id: nextId('i') }));
    const settled = await driver.settle(Promise.all(calls));
    if (trouble !== undefined) throw trouble.error;
    const exchanges = settled.kind === 'settled' ? settled.value : [];
    for (const exchange of exchanges) recorder.append(exchange);
    const [first] = exchanges;
    if (first === undefined) throw new Error('a call with a time limit always ends');
    return first;
  };

  const close = async (): Promise<void> => {
    const stopping = [...instances.values()].flat().map(async ({ program }) => program.stop?.());
    await driver.settle(Promise.race([Promise.all(stopping), clock.sleep(STOP_LIMIT_MS)]));
    await events.close();
  };

  return {
    clock: { nowMs: clock.nowMs, sleep: async (durationMs, ended) => void (await driver.settle(clock.sleep(durationMs, ended))) },
    random: randomFromSeed(seed, 'scenario'),
    signal,
    send,
    events: events.port,
    injector: (consumer, provider) => {
      const own = network.injectorBetween(consumer, provider);
      return own === undefined ? undefined : events.withSender(provider, own);
    },
    journal: () => {
      network.flush();
      return recorder.journal(clock.nowMs());
    },
    manualClock: clock,
    fetch: fetchInside,
    start,
    close,
  };
}

/** A round instant: what is printed of a simulated run is easy to read. 2026-01-01T00:00:00Z. */
const START_MS = 1_767_225_600_000;
const STOP_LIMIT_MS = 60_000;
const CONTROL_TICK_COUNT = 3;
const CONTROL_TICK_MS = 1_000;

interface Instance {
  /** In the journal. */
  readonly name: string;
  readonly program: SimulatedProgram;
  readonly asked: SimulatedProvider;
}

function eventContractsOf(systems: readonly SimulatedSystem[]): ReadonlyMap<string, Contract> {
  return new Map(systems.flatMap(({ name, eventContract }) => (eventContract === undefined ? [] : [[name, eventContract] as const])));
}

function idCounter(): (prefix: string) => string {
  let count = 0;
  return (prefix) => {
    count += 1;
    return `${prefix}${count}`;
  };
}
