import type { ProviderHost, ProviderKind, ProviderSession } from '../check/ports.js';
import type { Contract } from '../contract/contract.js';
import { createMemoryJournal } from '../journal/memory-journal.js';
import { createMock } from '../mock/mock.js';
import type { Environment } from '../workspace/substitute-variables.js';
import type { Pair, System, Workspace } from '../workspace/workspace.js';
import { startMockServer } from './mock-server.js';
import type { Program } from './process.js';
import { freePort, startProgram } from './process.js';

export interface ProviderHostOptions {
  readonly workspace: Workspace;
  /** The contract of a system, read when it is asked for. */
  readonly contractOf: (system: System) => Promise<Contract>;
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
  stop(): Promise<void>;
}

async function openSession(options: ProviderHostOptions, pair: Pair, signal: AbortSignal): Promise<ProviderSession> {
  const running = new Map<string, Running>();
  const stop = async (): Promise<void> => {
    await Promise.all([...running.values()].map((one) => one.stop()));
  };
  try {
    await startAll(options, systemsOf(options.workspace, pair), running, signal);
  } catch (error) {
    await stop();
    throw error;
  }
  const provider = running.get(pair.provider);
  const system = options.workspace.systems.get(pair.provider);
  return {
    kind: system === undefined ? 'mock' : kindOf(system),
    baseUrl: provider?.url ?? '',
    urlOf: (name) => running.get(name)?.url,
    trouble: async () => provider?.program?.trouble(),
    stop,
  };
}

/** Where programs will listen is settled before any of them starts: two that call each other are no difficulty. */
async function startAll(
  options: ProviderHostOptions,
  systems: readonly System[],
  running: Map<string, Running>,
  signal: AbortSignal,
): Promise<void> {
  for (const system of systems) {
    const kind = kindOf(system);
    if (kind === 'url') running.set(system.name, { url: system.url ?? '', program: undefined, stop: async () => undefined });
    else if (kind === 'mock') await startMock(options, system, running);
  }
  const programs = systems.filter((system) => kindOf(system) === 'program');
  const ports = await freePorts(programs);
  const urls = new Map([...running].map(([name, { url }]) => [name, url]));
  for (const [name, port] of ports) urls.set(name, `http://127.0.0.1:${port}`);
  // What was found first calls what was found later, so the last is started first.
  for (const system of programs.reverse()) {
    const program = await startProgram({
      name: system.name,
      command: system.start ?? '',
      folder: options.workspace.folder,
      env: { ...options.env, ...environmentFromUrls(urls), ...system.env },
      port: ports.get(system.name) ?? 0,
      health: system.health,
      signal,
    });
    running.set(system.name, { url: program.url, program, stop: program.stop });
  }
}

/** One port for each program, by name; no two the same, though nobody listens on them yet. */
async function freePorts(programs: readonly System[]): Promise<ReadonlyMap<string, number>> {
  const ports = new Map<string, number>();
  const taken = new Set(programs.flatMap((system) => system.port ?? []));
  for (const system of programs) {
    let port = system.port;
    while (port === undefined) {
      const candidate = await freePort();
      if (!taken.has(candidate)) port = candidate;
    }
    taken.add(port);
    ports.set(system.name, port);
  }
  return ports;
}

async function startMock(options: ProviderHostOptions, system: System, running: Map<string, Running>): Promise<void> {
  if (system.openapi === undefined) return;
  const contract = await options.contractOf(system);
  const mock = createMock(contract);
  const journal = createMemoryJournal({ maxEntryCount: 1_000 });
  const server = await startMockServer({ mock, provider: system.name, seed: options.seed, journal, host: '127.0.0.1', port: 0 });
  running.set(system.name, { url: server.url, program: undefined, stop: server.close });
}

/** The provider, what its program calls, what those call, and the system that is asked for a token: each once, callers first. */
function systemsOf(workspace: Workspace, pair: Pair): readonly System[] {
  const found = new Map<string, System>();
  const wanted = [pair.provider, ...(pair.auth?.kind === 'login' && pair.auth.system !== undefined ? [pair.auth.system] : [])];
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
