import { randomFromSeed } from '../base/random.js';
import type { Contract } from '../contract/contract.js';
import type { DocumentPort } from '../contract/document-port.js';
import { createInjector } from '../fault/create-injector.js';
import type { FaultInjector } from '../fault/injector.js';
import { createRunRecorder } from '../journal/create-run-recorder.js';
import { createMemoryJournal } from '../journal/memory-journal.js';
import { createMock } from '../mock/mock.js';
import { inOrder } from '../scenario/in-order.js';
import type { Scenario } from '../scenario/scenario.js';
import type { ScenarioWorld } from '../scenario/scenario-world.js';
import { systemsOfScenario } from '../scenario/systems-of-scenario.js';
import type { Environment } from '../workspace/substitute-variables.js';
import type { Pair, System, Workspace } from '../workspace/workspace.js';
import type { Canary } from './canary.js';
import { startCanary } from './canary.js';
import { startCompressedProgram } from './compress/start-compressed-program.js';
import { startFaultProxy } from './fault-proxy.js';
import { startMockServer } from './mock-server.js';
import { createOperationFinder } from '../mock/operation-finder.js';
import type { Program } from './process.js';
import { createScaledClock } from './scaled-clock.js';
import { createScenarioDriver } from './scenario-driver.js';
import { freePorts } from './free-port.js';
import { eventContractsOf, outsideBrokers } from './scenario-brokers.js';
import type { ScenarioEvents } from './scenario-events.js';
import { openScenarioEvents } from './scenario-events.js';
import type { ProgramOverride, ScenarioSystem } from './scenario-systems.js';
import { scenarioSystemOf, urlVariable } from './scenario-systems.js';

export interface RealWorldOptions {
  readonly scenario: Scenario;
  /** Its folder is resolved. */
  readonly workspace: Workspace;
  readonly contractOf: (system: System) => Promise<Contract>;
  /** How documents of AsyncAPI are read. */
  readonly documents: DocumentPort;
  /** What programs find in their environment, beside what the workspace says. */
  readonly env: Environment;
  readonly cwd: string;
  readonly seed: string;
  readonly signal: AbortSignal;
  /** How much faster than the machine's the time of everything runs; default 1. */
  readonly scale?: number | undefined;
  /** What takes the place of systems, by name. */
  readonly overrides?: ReadonlyMap<string, ProgramOverride> | undefined;
}

/** Real processes and sockets, until it is closed. */
export interface RealWorld extends ScenarioWorld {
  /** Why programs are no longer there, with the end of what they said. */
  troubles(): Promise<readonly string[]>;
  /** Ends every program and frees every port. */
  close(): Promise<void>;
}

/**
 * Brings up the systems of a scenario, providers before their consumers, each link behind a fault proxy of its own.
 *
 * @param options - the scenario, and what the world is
 * @throws HostError `E_PROCESS_START` when a program does not come up; nothing is left running then
 */
export async function openRealWorld(options: RealWorldOptions): Promise<RealWorld> {
  const { signal, seed, scale = 1 } = options;
  const clock = createScaledClock(scale);
  const recorder = createRunRecorder({ timeScale: scale });
  const injectors = new Map<string, FaultInjector>();
  const events = openScenarioEvents({
    contracts: await eventContractsOf([...plansOf(options).keys()], options),
    seed,
    clock,
    recorder,
    injectorBetween: (consumer, provider) => injectors.get(linkKey(consumer, provider)),
  });
  const opening: Opening = {
    options,
    clock,
    recorder,
    scale,
    plans: plansOf(options),
    urls: new Map(),
    closers: [events.close],
    programs: [],
    injectors,
    events,
    contracts: new Map(),
  };
  const close = async (): Promise<void> => {
    // The last that came up goes first, so that nobody calls what is gone already.
    for (const closer of opening.closers.toReversed()) await closer();
  };
  let canary: Canary | undefined;
  try {
    await startSystems(opening);
    // Without claims nothing is ever too late.
    canary = options.scenario.recovery.length === 0 ? undefined : await startCanary();
    if (canary !== undefined) opening.closers.push(canary.stop);
  } catch (error) {
    await close();
    throw error;
  }
  const driver = createScenarioDriver({
    urlOf: (system) => opening.urls.get(system),
    operationOf: (system) => createOperationFinder(opening.contracts.get(system)),
    clock,
    scale,
    recorder,
    signal,
  });
  opening.closers.push(driver.close);
  let toldTickCount = 0;
  return {
    clock,
    random: randomFromSeed(seed, 'scenario'),
    signal,
    send: driver.send,
    events: events.port,
    injector: (consumer, provider) => {
      const own = injectors.get(linkKey(consumer, provider));
      return own === undefined ? undefined : events.withSender(provider, own);
    },
    journal: () => {
      const ticks = canary?.ticks() ?? [];
      for (const { setMs, observedMs } of ticks.slice(toldTickCount))
        recorder.tick({ setMs: setMs * scale, observedMs: observedMs * scale });
      toldTickCount = ticks.length;
      return recorder.journal(clock.nowMs());
    },
    troubles: async () =>
      (await Promise.all(opening.programs.map((program) => program.trouble()))).filter((trouble) => trouble !== undefined),
    close,
  };
}

interface Opening {
  readonly options: RealWorldOptions;
  readonly clock: ReturnType<typeof createScaledClock>;
  readonly recorder: ReturnType<typeof createRunRecorder>;
  readonly scale: number;
  /** How each system runs that takes part. */
  readonly plans: ReadonlyMap<string, ScenarioSystem>;
  /** Where each system answers, with no fault between. */
  readonly urls: Map<string, string>;
  readonly closers: (() => Promise<void>)[];
  readonly programs: Program[];
  /** By link. */
  readonly injectors: Map<string, FaultInjector>;
  readonly events: ScenarioEvents;
  readonly contracts: Map<string, Contract>;
}

function plansOf({ scenario, workspace, overrides, cwd }: RealWorldOptions): ReadonlyMap<string, ScenarioSystem> {
  const planOf = (system: System): ScenarioSystem => scenarioSystemOf(system, overrides?.get(system.name), cwd);
  const names = systemsOfScenario(scenario, workspace, (system) => planOf(system).kind === 'program');
  return new Map(
    names.flatMap((name) => {
      const system = workspace.systems.get(name);
      return system === undefined ? [] : [[name, planOf(system)] as const];
    }),
  );
}

/** Where programs will listen is settled before any of them starts, so that systems that call each other are no difficulty. */
async function startSystems(opening: Opening): Promise<void> {
  const { options, plans, urls } = opening;
  for (const [name, plan] of plans) {
    await keepContract(name, opening);
    if (plan.kind === 'url') urls.set(name, plan.url);
    else if (plan.kind === 'mock') await startMock(name, opening);
  }
  const programs = [...plans].flatMap(([name, { kind }]) => (kind === 'program' ? [name] : []));
  const ports = await freePorts(new Map(programs.map((name) => [name, options.workspace.systems.get(name)?.port])));
  for (const [name, port] of ports) urls.set(name, `http://127.0.0.1:${port}`);
  const pairs = options.workspace.integrations.filter(
    ({ consumer, provider }) => plans.get(consumer)?.kind === 'program' && plans.has(provider),
  );
  const proxies = new Map<string, string>();
  for (const pair of pairs) proxies.set(linkKey(pair.consumer, pair.provider), await startProxy(pair, opening));
  standInForSenders(opening);
  await startPrograms(ports, { pairs, proxies }, opening);
}

async function keepContract(name: string, { options, contracts }: Opening): Promise<void> {
  const system = options.workspace.systems.get(name);
  const contract = options.scenario.contracts.get(name) ?? (system?.openapi === undefined ? undefined : await options.contractOf(system));
  if (contract !== undefined) contracts.set(name, contract);
}

async function startMock(name: string, { options, contracts, urls, closers, clock }: Opening): Promise<void> {
  const contract = contracts.get(name);
  if (contract === undefined) return;
  const journal = createMemoryJournal({ maxEntryCount: 1_000 });
  const place = { host: '127.0.0.1', port: 0 };
  const server = await startMockServer({ mock: createMock(contract), provider: name, seed: options.seed, journal, clock, ...place });
  closers.push(server.close);
  urls.set(name, server.url);
}

/** Whom the scenario stands in for has no proxy, and its messages meet faults all the same. */
function standInForSenders(opening: Opening): void {
  const { options, plans, events, injectors } = opening;
  for (const pair of options.workspace.integrations) {
    const isStoodInFor = plans.get(pair.consumer)?.kind !== 'program' && plans.get(pair.provider)?.kind === 'program';
    if (isStoodInFor && events.has(pair.provider)) injectors.set(linkKey(pair.consumer, pair.provider), injectorOf(pair, opening));
  }
}

function injectorOf({ consumer, provider }: Pair, { options, recorder }: Opening): FaultInjector {
  return createInjector({ seed: `${options.seed}/${consumer}`, provider, consumer, onSpan: (span) => recorder.fault(span) });
}

async function startProxy(pair: Pair, opening: Opening): Promise<string> {
  const { consumer, provider } = pair;
  const { urls, clock, recorder, contracts, closers, injectors } = opening;
  const injector = injectorOf(pair, opening);
  injectors.set(linkKey(consumer, provider), injector);
  const contract = contracts.get(provider);
  const target = urls.get(provider) ?? NOBODY;
  const proxy = await startFaultProxy({ target, consumer, provider, contract, injector, clock, recorder, host: '127.0.0.1', port: 0 });
  closers.push(proxy.close);
  // The path of a provider's own URL is part of where it is called.
  const { pathname } = new URL(target);
  return pathname === '/' ? proxy.url : `${proxy.url}${pathname.replace(/\/+$/, '')}`;
}

interface Links {
  readonly pairs: readonly Pair[];
  /** Where a consumer finds a provider, by link. */
  readonly proxies: ReadonlyMap<string, string>;
}

async function startPrograms(ports: ReadonlyMap<string, number>, links: Links, opening: Opening): Promise<void> {
  const providersOf = (name: string): readonly string[] =>
    links.pairs.flatMap(({ consumer, provider }) => (consumer === name ? [provider] : []));
  const { order } = inOrder([...ports.keys()], providersOf);
  const started = new Map<string, Promise<void>>();
  for (const name of order) {
    // Only those that come before it in the order are waited for: a circle is entered somewhere.
    const before = providersOf(name).flatMap((provider) => started.get(provider) ?? []);
    started.set(
      name,
      Promise.all(before).then(() => startOne(name, ports.get(name) ?? 0, { links, opening })),
    );
  }
  const results = await Promise.allSettled(started.values());
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

async function startOne(
  name: string,
  port: number,
  { links, opening }: { readonly links: Links; readonly opening: Opening },
): Promise<void> {
  const { options, plans, scale } = opening;
  const plan = plans.get(name);
  if (plan?.kind !== 'program') return;
  const addresses = links.pairs.flatMap(({ consumer, provider }) => {
    const url = links.proxies.get(linkKey(consumer, provider));
    return consumer === name && url !== undefined ? [[urlVariable(provider), url] as const] : [];
  });
  const providers = links.pairs.flatMap(({ consumer, provider }) => (consumer === name ? [provider] : []));
  const sources = [...new Set([name, ...providers])];
  const brokers = { ...outsideBrokers(sources, options.workspace), ...(await opening.events.environmentOf(name, sources)) };
  const env = { ...options.env, ...Object.fromEntries(addresses), ...brokers, ...plan.env };
  const program = await startCompressedProgram(
    { name, command: plan.command, folder: options.workspace.folder, env, port, health: plan.health, signal: options.signal },
    scale,
  );
  opening.closers.push(program.stop);
  opening.programs.push(program);
}

function linkKey(consumer: string, provider: string): string {
  return `${consumer}\u0000${provider}`;
}

/** Port 0: nothing answers there (RFC 6335 §6). */
const NOBODY = 'http://127.0.0.1:0';
