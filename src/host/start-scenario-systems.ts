import type { Contract } from '../contract/contract.js';
import { createInjector } from '../fault/create-injector.js';
import type { FaultInjector } from '../fault/injector.js';
import type { createRunRecorder } from '../journal/create-run-recorder.js';
import { systemOfMember } from '../journal/member-name.js';
import { createMemoryJournal } from '../journal/memory-journal.js';
import { createMock } from '../mock/mock.js';
import { inOrder } from '../scenario/in-order.js';
import { systemsOfScenario } from '../scenario/systems-of-scenario.js';
import type { Environment } from '../workspace/substitute-variables.js';
import type { Pair, System } from '../workspace/workspace.js';
import { startCompressedProgram } from './compress/start-compressed-program.js';
import { startFaultProxy } from './fault-proxy.js';
import { fleetMembers } from './fleet-members.js';
import { startMockServer } from './mock-server.js';
import { startBrokerProxy } from './events/broker-proxy.js';
import type { Program } from './process.js';
import type { createScaledClock } from './scaled-clock.js';
import { freePorts } from './free-port.js';
import { outsideBrokers, outsideSystems } from './scenario-brokers.js';
import type { ScenarioEvents } from './scenario-events.js';
import type { ScenarioSystem } from './scenario-systems.js';
import { scenarioSystemOf, urlVariable } from './scenario-systems.js';
import type { RealWorldOptions } from './real-world-options.js';

/** A world that comes up. */
export interface Opening {
  readonly options: RealWorldOptions;
  readonly clock: ReturnType<typeof createScaledClock>;
  readonly recorder: ReturnType<typeof createRunRecorder>;
  readonly scale: number;
  /** How each system runs that takes part. */
  readonly plans: ReadonlyMap<string, ScenarioSystem>;
  /** Where each system and each member of a fleet answers, with no fault between; a fleet as its first member. */
  readonly urls: Map<string, string>;
  readonly closers: (() => Promise<void>)[];
  readonly programs: Program[];
  /** What is said of programs that go their own way. */
  readonly unrecorded: string[];
  /** By link. */
  readonly injectors: Map<string, FaultInjector>;
  readonly events: ScenarioEvents;
  readonly contracts: Map<string, Contract>;
}

/**
 * How each system of a scenario runs, by its name.
 *
 * @param options - the scenario, and what the world is
 */
export function plansOf({ scenario, workspace, overrides, cwd }: RealWorldOptions): ReadonlyMap<string, ScenarioSystem> {
  const planOf = (system: System): ScenarioSystem => scenarioSystemOf(system, overrides?.get(system.name), cwd);
  const names = systemsOfScenario(scenario, workspace, (system) => planOf(system).kind === 'program');
  return new Map(
    names.flatMap((name) => {
      const system = workspace.systems.get(name);
      return system === undefined ? [] : [[name, planOf(system)] as const];
    }),
  );
}

/**
 * Starts mocks, proxies and programs. Where programs will listen is settled before any of them starts, so that systems that call each other are no
 * difficulty.
 *
 * @param opening - what has come up is added to it, and can be closed whatever happens
 * @throws HostError `E_PROCESS_START` when a program does not come up
 */
export async function startSystems(opening: Opening): Promise<void> {
  const { options, plans, urls } = opening;
  for (const [name, plan] of plans) {
    await keepContract(name, opening);
    if (plan.kind === 'url') urls.set(name, plan.url);
    else if (plan.kind === 'mock') await startMock(name, opening);
  }
  const programs = [...plans].flatMap(([name, { kind }]) => (kind === 'program' ? fleetMembers(name, options.scenario) : []));
  // No two members of a fleet can have the one port that the workspace names.
  const ports = await freePorts(new Map(programs.map((name) => [name, options.workspace.systems.get(name)?.port])));
  for (const [name, port] of [...ports].toReversed()) {
    urls.set(name, `http://127.0.0.1:${port}`).set(systemOfMember(name), `http://127.0.0.1:${port}`);
  }
  const pairs = options.workspace.integrations.filter(
    ({ consumer, provider }) => plans.get(consumer)?.kind === 'program' && plans.has(provider),
  );
  const proxies = new Map<string, string>();
  for (const pair of pairs) {
    const injector = injectorOf(pair, opening);
    opening.injectors.set(linkKey(pair.consumer, pair.provider), injector);
    for (const member of fleetMembers(pair.consumer, options.scenario)) {
      proxies.set(linkKey(member, pair.provider), await startProxy({ member, provider: pair.provider, injector }, opening));
    }
  }
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

interface MemberLink {
  /** A consumer, or one of its fleet. */
  readonly member: string;
  readonly provider: string;
  /** All members meet the same faults: a rate limit is one for all of them. */
  readonly injector: FaultInjector;
}

async function startProxy({ member, provider, injector }: MemberLink, opening: Opening): Promise<string> {
  const { urls, clock, recorder, contracts, closers, options, scale } = opening;
  const contract = contracts.get(provider);
  const traces = options.trace?.tracesAt(scale);
  const target = urls.get(provider) ?? NOBODY;
  const place = { host: '127.0.0.1', port: 0 };
  const proxy = await startFaultProxy({ target, consumer: member, provider, contract, injector, clock, recorder, traces, ...place });
  closers.push(proxy.close);
  // The path of a provider's own URL is part of where it is called.
  const { pathname } = new URL(target);
  return pathname === '/' ? proxy.url : `${proxy.url}${pathname.replace(/\/+$/, '')}`;
}

interface Links {
  readonly pairs: readonly Pair[];
  /** Where a consumer, or a member of its fleet, finds a provider, by link. */
  readonly proxies: ReadonlyMap<string, string>;
}

async function startPrograms(ports: ReadonlyMap<string, number>, links: Links, opening: Opening): Promise<void> {
  const providersOf = (member: string): readonly string[] =>
    links.pairs.flatMap(({ consumer, provider }) =>
      consumer === systemOfMember(member) ? fleetMembers(provider, opening.options.scenario) : [],
    );
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
  member: string,
  port: number,
  { links, opening }: { readonly links: Links; readonly opening: Opening },
): Promise<void> {
  const { options, plans, scale } = opening;
  const name = systemOfMember(member);
  const plan = plans.get(name);
  if (plan?.kind !== 'program') return;
  const addresses = links.pairs.flatMap(({ consumer, provider }) => {
    const url = links.proxies.get(linkKey(member, provider));
    return consumer === name && url !== undefined ? [[urlVariable(provider), url] as const] : [];
  });
  const providers = links.pairs.flatMap(({ consumer, provider }) => (consumer === name ? [provider] : []));
  const sources = [...new Set([name, ...providers])];
  const brokers = await brokersOf(member, sources, { plan, opening });
  const env = { ...options.env, ...Object.fromEntries(addresses), ...brokers, ...plan.env };
  const program = await startCompressedProgram(
    { name: member, command: plan.command, folder: options.workspace.folder, env, port, health: plan.health, signal: options.signal },
    scale,
  );
  opening.closers.push(program.stop);
  opening.programs.push(program);
}

/** A module speaks whatever its door does. A program of its own speaks the protocol of its broker: faults stand between, and what is sent is heard beside it. */
async function brokersOf(
  name: string,
  sources: readonly string[],
  { plan, opening }: { readonly plan: ScenarioSystem & { readonly kind: 'program' }; readonly opening: Opening },
): Promise<Environment> {
  const { options, events, unrecorded } = opening;
  const outside = plan.isModule ? [] : outsideSystems(sources, options.workspace);
  const urls = new Map<string, string>();
  for (const system of outside) {
    const unheard = await events.hearOutside(system);
    const { url, isFaulted } = await outsideDoor(name, system, opening);
    urls.set(system, url);
    const faults = isFaulted ? 'meets faults of connections only' : 'meets no fault';
    unrecorded.push(`what ${name} receives at the broker of ${system} is not recorded, what it sends without its name; it ${faults}`);
    if (unheard.length > 0)
      unrecorded.push(`what is sent to ${unheard.join(', ')} of ${system} is not recorded: no address is known before`);
  }
  const inside = sources.filter((system) => !outside.includes(system));
  return { ...outsideBrokers(urls), ...(await events.environmentOf(name, inside)) };
}

async function outsideDoor(name: string, system: string, opening: Opening): Promise<{ readonly url: string; readonly isFaulted: boolean }> {
  const { options, injectors, clock, closers } = opening;
  const url = options.workspace.systems.get(system)?.broker ?? '';
  const injector = injectors.get(linkKey(name, system));
  // A system at its own broker is on no link.
  const proxy = injector === undefined ? undefined : await startBrokerProxy(url, { consumer: name, provider: system, injector, clock });
  if (proxy === undefined) return { url, isFaulted: false };
  closers.push(proxy.close);
  return { url: proxy.url, isFaulted: true };
}

/**
 * The name of a link.
 *
 * @param consumer - who calls or receives
 * @param provider - who is called, or whose events they are
 */
export function linkKey(consumer: string, provider: string): string {
  return `${consumer}\u0000${provider}`;
}

/** Port 0: nothing answers there (RFC 6335 §6). */
const NOBODY = 'http://127.0.0.1:0';
