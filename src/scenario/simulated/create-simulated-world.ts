import { randomFromSeed } from '../../base/random.js';
import type { Broker } from '../../broker/broker.js';
import type { Contract } from '../../contract/contract.js';
import type { EffectTracker } from '../../fault/effect-tracker.js';
import { createEffectTracker } from '../../fault/effect-tracker.js';
import { createInjector } from '../../fault/create-injector.js';
import type { FaultInjector } from '../../fault/injector.js';
import type { Exchange } from '../../journal/exchange.js';
import { createRunRecorder } from '../../journal/create-run-recorder.js';
import { memberName } from '../../journal/member-name.js';
import type { Mock } from '../../mock/mock.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { CreateSimulatedProgram, SimulatedParts, SimulatedProgram } from '../consumer-adapter.js';
import { createEventHub } from '../event-hub.js';
import type { ScenarioWorld } from '../scenario-world.js';
import { createFetch } from './create-fetch.js';
import type { FetchOptions } from './create-fetch.js';
import { createLink } from './create-link.js';
import { createDriver } from './driver.js';
import type { Link, LinkClient } from './link.js';
import { linkHost, linkVariables } from './link-host.js';
import type { ManualClock } from './manual-clock.js';
import { createManualClock } from './manual-clock.js';
import { mockedProvider } from './mocked-provider.js';
import { programProvider } from './program-provider.js';
import type { SimulatedProvider } from './provider.js';
import { sendDirectly } from './send-directly.js';

/** A system of a simulated world: a program, else the mock of its contract. One that has neither is not there: nobody listens. */
export interface SimulatedSystem {
  readonly name: string;
  readonly contract: Contract | undefined;
  /** Of AsyncAPI: where its events flow there is a broker. */
  readonly eventContract?: Contract | undefined;
  /** Stands in when there is no program. */
  readonly mock: Mock | undefined;
  readonly create: CreateSimulatedProgram | undefined;
  /** What the program finds in its environment, beside `MORTISE_URL_<SYSTEM>`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How many of the program there are; default 1. Each is asked whatever the driver asks the system. */
  readonly instanceCount?: number | undefined;
}

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
  const providers = new Map<string, SimulatedProvider>();
  const links = new Map<string, Link>();
  const injectors = new Map<string, FaultInjector>();
  const clients = new Map<string, LinkClient>();
  const effects = new Map<string, EffectTracker>();
  const nextId = idCounter();
  let trouble: { readonly error: unknown } | undefined;

  const effectsOf = (provider: string): EffectTracker => {
    const known = effects.get(provider) ?? createEffectTracker();
    effects.set(provider, known);
    return known;
  };

  const injectorBetween = (consumer: string, provider: string): FaultInjector | undefined => {
    const key = `${consumer}\u0000${provider}`;
    const known = injectors.get(key);
    if (known !== undefined || !systems.has(consumer) || (providerOf(provider) === undefined && !events.has(provider))) return known;
    const injector = createInjector({ seed: `${seed}\u0000${consumer}`, provider, consumer, onSpan: (span) => recorder.fault(span) });
    injectors.set(key, injector);
    return injector;
  };
  const events = createEventHub({
    contracts: eventContractsOf(options.systems),
    seed,
    clock,
    settle: driver.settle,
    recorder,
    injectorBetween,
  });

  const linkBetween = (consumer: string, provider: string): Link | undefined => {
    const key = `${consumer}\u0000${provider}`;
    const known = links.get(key);
    const answering = providerOf(provider);
    const injector = injectorBetween(consumer, provider);
    if (known !== undefined || answering === undefined || injector === undefined) return known;
    const link = createLink({
      consumer,
      provider: answering,
      injector,
      clock,
      recorder,
      effects: effectsOf(provider),
      nextExchangeId: () => nextId('x'),
      nextConnectionId: () => nextId('c'),
      onTrouble: (error) => {
        trouble ??= { error };
      },
    });
    links.set(key, link);
    return link;
  };

  /** Programs that call each other are made one after the other: a provider is found when it is first called. */
  const providerOf = (name: string): SimulatedProvider | undefined => {
    const known = providers.get(name);
    if (known !== undefined) return known;
    const system = systems.get(name);
    if (system === undefined) return undefined;
    const made = providerFrom(system, () => instances.get(name)?.[0]?.program, seed);
    if (made !== undefined) providers.set(name, made);
    return made;
  };

  const hosts = new Map<string, { readonly consumer: string; readonly provider: string; readonly name: string }>();
  const clientFor = (host: string): LinkClient | undefined => {
    const known = clients.get(host);
    const link = hosts.get(host);
    if (known !== undefined || link === undefined) return known;
    const client = linkBetween(link.consumer, link.provider)?.client(link.name);
    if (client !== undefined) clients.set(host, client);
    return client;
  };
  const fetchInside = createFetch({ clock, clientFor, standStill: driver.standStill, decode: options.decode });

  const partsFor = (system: SimulatedSystem, instance: number): SimulatedParts => {
    const variables: Record<string, string> = {};
    for (const provider of systems.keys()) {
      if (provider === system.name) continue;
      const host = linkHost({ consumer: system.name, instance, provider });
      hosts.set(host, { consumer: system.name, provider, name: instanceName(system, instance) });
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
    for (const { consumer, provider } of options.pairs) linkBetween(consumer, provider);
  };

  const send = async (system: string, request: HttpRequest, timeoutMs: number): Promise<Exchange> => {
    signal.throwIfAborted();
    const made = instances.get(system);
    const asked = made ?? [{ name: system, asked: providerOf(system) }];
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
      const own = injectorBetween(consumer, provider);
      return own === undefined ? undefined : events.withSender(provider, own);
    },
    journal: () => {
      for (const link of links.values()) link.flush();
      // Faults that nothing met have been in force all the same.
      for (const injector of injectors.values()) injector.nextChangeAtMs(clock.nowMs());
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

function providerFrom(system: SimulatedSystem, programOf: () => SimulatedProgram | undefined, seed: string): SimulatedProvider | undefined {
  const { name, create, mock, contract } = system;
  if (create === undefined) return mock === undefined ? undefined : mockedProvider(name, mock, seed);
  const handle = async (request: Request): Promise<Response> => {
    const program = programOf();
    return program === undefined ? new Response('not started', { status: 503 }) : program.handle(request);
  };
  return programProvider(name, { handle }, contract);
}

function eventContractsOf(systems: readonly SimulatedSystem[]): ReadonlyMap<string, Contract> {
  return new Map(systems.flatMap(({ name, eventContract }) => (eventContract === undefined ? [] : [[name, eventContract] as const])));
}

/** Of many each has a name of its own: who comes back together with whom is seen by it. */
function instanceName({ name, instanceCount = 1 }: SimulatedSystem, instance: number): string {
  return instanceCount > 1 ? memberName(name, instance + 1) : name;
}

function idCounter(): (prefix: string) => string {
  let count = 0;
  return (prefix) => {
    count += 1;
    return `${prefix}${count}`;
  };
}
