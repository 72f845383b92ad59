import type { ProviderHost, ProviderKind, ProviderSession } from '../check/ports.js';
import type { Contract } from '../contract/contract.js';
import { createMemoryJournal } from '../journal/memory-journal.js';
import { DEFAULT_MOCK_OPTIONS } from '../mock/mock-options.js';
import { createMock } from '../mock/mock.js';
import { createMemoryStore } from '../mock/state/memory-store.js';
import type { StateStore } from '../mock/state/state-store.js';
import { streamOptions } from '../mock/stream/stream-options.js';
import type { Environment } from '../workspace/substitute-variables.js';
import type { Pair, System, Workspace } from '../workspace/workspace.js';
import type { OpenMember } from './event-member.js';
import { eventSystemsOf, memberOf, openModuleMember } from './event-member.js';
import type { EventWorld } from './event-world.js';
import { openEventWorld } from './event-world.js';
import { createMockLives, type LifeOfSystem } from './mock-lives.js';
import { startMockServer } from './mock-server.js';
import { freePorts } from './free-port.js';
import type { Program } from './process.js';
import { startProgram } from './process.js';
import type { ServedSystem } from './served-system.js';

export interface ProviderHostOptions {
  readonly workspace: Workspace;
  /** How a system is mocked; its contract is read when it is asked for. */
  readonly servedOf: (system: System) => Promise<ServedSystem>;
  /** The contract of a system's events. */
  readonly eventContractOf: (system: System) => Promise<Contract>;
  /** What programs find in their environment, beside what the workspace says. */
  readonly env: Environment;
  readonly seed: string;
}

/**
 * Brings up the provider of a pair: its `url`, else its program with everything the program calls, else its mock. Each session has its own
 * programs and mocks, so that no pair sees what another one left behind.
 *
 * @param options - the workspace, and how its contracts are read
 */
export function createProviderHost(options: ProviderHostOptions): ProviderHost {
  return { open: (pair, signal) => openSession(options, pair, signal) };
}

interface Running {
  readonly url: string;
  readonly program: Program | undefined;
  /** Ends it and brings it up again, where that is ours to do. */
  readonly restart?: (() => Promise<void>) | undefined;
  stop(): Promise<void>;
}

async function openSession(options: ProviderHostOptions, pair: Pair, signal: AbortSignal): Promise<ProviderSession> {
  const running = new Map<string, Running>();
  const members = new Map<string, OpenMember>();
  let world: EventWorld | undefined;
  const stop = async (): Promise<void> => {
    await Promise.all([...running.values(), ...members.values()].map((one) => one.stop()));
    await world?.close();
  };
  try {
    world = await eventWorldOf(options, pair);
    const lifeOf = livesFor(options, pair);
    await startAll(options, { systems: systemsOf(options.workspace, pair), running, world, lifeOf, signal });
    if (world !== undefined) await openMembers(options, { pair, running, world, members });
  } catch (error) {
    await stop();
    throw error;
  }
  const provider = running.get(pair.provider);
  const system = options.workspace.systems.get(pair.provider);
  return {
    kind: system === undefined ? 'mock' : kindOf(system),
    baseUrl: provider?.url ?? '',
    events: world === undefined ? undefined : world.session(members),
    urlOf: (name) => running.get(name)?.url,
    trouble: async () => provider?.program?.trouble(),
    stop,
  };
}

/** Where programs will listen is settled before any of them starts: two that call each other are no difficulty. */
async function startAll(options: ProviderHostOptions, { systems, running, world, lifeOf, signal }: Starting): Promise<void> {
  for (const system of systems) {
    const kind = kindOf(system);
    if (kind === 'url') running.set(system.name, { url: system.url ?? '', program: undefined, stop: async () => undefined });
    else if (kind === 'mock') await startMock(options, system, { running, lifeOf });
  }
  const programs = systems.filter((system) => kindOf(system) === 'program');
  const ports = await freePorts(new Map(programs.map(({ name, port }) => [name, port])));
  const urls = new Map([...running].map(([name, { url }]) => [name, url]));
  for (const [name, port] of ports) urls.set(name, `http://127.0.0.1:${port}`);
  // What was found first calls what was found later, so the last is started first.
  for (const system of programs.reverse()) {
    const start = async (): Promise<Running> => {
      const program = await startProgram({
        name: system.name,
        command: system.start ?? '',
        folder: options.workspace.folder,
        env: { ...options.env, ...environmentFromUrls(urls), ...(await world?.environmentOf(system.name)), ...system.env },
        port: ports.get(system.name) ?? 0,
        health: system.health,
        signal,
      });
      const restart = async (): Promise<void> => {
        await program.stop();
        await world?.drain(system.name);
        running.set(system.name, await start());
      };
      return { url: program.url, program, restart, stop: program.stop };
    };
    running.set(system.name, await start());
  }
}

/** Only who offers events has a broker. */
async function eventWorldOf({ workspace, eventContractOf }: ProviderHostOptions, { provider }: Pair): Promise<EventWorld | undefined> {
  const system = workspace.systems.get(provider);
  if (system?.asyncapi === undefined) return undefined;
  return openEventWorld({ provider, url: system.broker, contract: await eventContractOf(system) });
}

interface Members {
  readonly members: Map<string, OpenMember>;
  readonly pair: Pair;
  readonly running: ReadonlyMap<string, Running>;
  readonly world: EventWorld;
}

/** The two of the pair, and who else the test of its events asks. */
async function openMembers({ workspace, env }: ProviderHostOptions, { pair, running, world, members }: Members): Promise<void> {
  const urls = new Map([...running].map(([name, { url }]) => [name, url]));
  for (const name of eventSystemsOf(pair)) {
    const system = workspace.systems.get(name);
    const hasModule = system?.module !== undefined && kindOf(system) === 'mock';
    const found = { ...env, ...environmentFromUrls(urls), ...system?.env };
    const member = hasModule
      ? await openModuleMember({
          name,
          module: system.module ?? '',
          env: found,
          connect: () => world.connect(name),
          drain: () => world.drain(name),
        })
      : memberOf({ kind: system === undefined ? 'mock' : kindOf(system), running: () => running.get(name), world, name });
    members.set(name, member);
  }
}

/** As the workspace wants it: what a program creates there is there when it asks again, and gone with the session. */
async function startMock(
  options: ProviderHostOptions,
  system: System,
  { running, lifeOf }: Pick<Starting, 'running' | 'lifeOf'>,
): Promise<void> {
  if (system.openapi === undefined) return;
  const served = await options.servedOf(system);
  const { contract, seeds, streams } = served;
  const mock = createMock(contract, { seeds, streams: streamOptions(streams, undefined) });
  const journal = createMemoryJournal({ maxEntryCount: 1_000 });
  const place = { host: '127.0.0.1', port: 0 };
  const server = await startMockServer({ mock, provider: system.name, seed: options.seed, journal, life: lifeOf(served, mock), ...place });
  running.set(system.name, { url: server.url, program: undefined, stop: server.close });
}

/** The provider's own mock stands for its contract: an issuer would take only the codes and tokens that it gave out, which no contract can say. */
function livesFor({ seed }: ProviderHostOptions, { provider }: Pair): LifeOfSystem {
  const { rules, cors } = DEFAULT_MOCK_OPTIONS;
  const storeOf = ({ isStateful = false }: Pick<ServedSystem, 'isStateful'>): StateStore | undefined =>
    isStateful ? createMemoryStore() : undefined;
  const lifeOf = createMockLives({ seed, rules, cors, isSecure: false, issuesTokens: true, verifiesTokens: false, storeOf });
  return (system, mock) => lifeOf(system.name === provider ? { ...system, tokens: false, verifies: false } : system, mock);
}

interface Starting {
  readonly systems: readonly System[];
  readonly running: Map<string, Running>;
  readonly world: EventWorld | undefined;
  /** Mocks of one session take each other's tokens. */
  readonly lifeOf: LifeOfSystem;
  readonly signal: AbortSignal;
}

/** The provider, who is at its broker with it, what their programs call, what those call, and the system that is asked for a token: each once, callers first. */
function systemsOf(workspace: Workspace, pair: Pair): readonly System[] {
  const found = new Map<string, System>();
  const hasEvents = workspace.systems.get(pair.provider)?.asyncapi !== undefined;
  const wanted = [
    pair.provider,
    ...(hasEvents ? eventSystemsOf(pair) : []),
    ...(pair.auth?.kind === 'login' && pair.auth.system !== undefined ? [pair.auth.system] : []),
  ];
  for (let name = wanted.shift(); name !== undefined; name = wanted.shift()) {
    const system = workspace.systems.get(name);
    if (system === undefined || found.has(name)) continue;
    found.set(name, system);
    if (kindOf(system) !== 'program') continue;
    for (const other of workspace.integrations) if (other.consumer === name) wanted.push(other.provider);
  }
  return [...found.values()];
}

function kindOf(system: System): ProviderKind {
  if (system.url !== undefined) return 'url';
  return system.start === undefined ? 'mock' : 'program';
}

/** `MORTISE_URL_PLAN_EXCHANGE` for `plan-exchange`. */
function environmentFromUrls(urls: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries([...urls].map(([name, url]) => [`MORTISE_URL_${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`, url]));
}
