import type { Broker } from '../broker/broker.js';
import type { CallResult, EventMember } from '../check/events/event-session.js';
import type { ProviderKind } from '../check/ports.js';
import type { SimulatedProgram } from '../scenario/consumer-adapter.js';
import type { HttpRequest } from '../wire/http-message.js';
import type { Environment } from '../workspace/substitute-variables.js';
import type { Pair } from '../workspace/workspace.js';
import type { EventWorld } from './event-world.js';
import { createHttpClient } from './http-client.js';
import { loadProgram } from './load-program.js';
import { machineParts } from './module-server.js';
import type { Program } from './process.js';

/**
 * The systems that a test of the events of a pair speaks with, each once.
 *
 * @param pair - of a provider of events
 */
export function eventSystemsOf({ consumer, provider, events }: Pair): readonly string[] {
  const named = [...(events?.triggers ?? []).map(({ system }) => system), events?.effects?.system];
  return [...new Set([provider, consumer, ...named.filter((name) => name !== undefined)])];
}

/** A member, with what has to be ended of it beside its program. */
export interface OpenMember extends EventMember {
  stop(): Promise<void>;
}

export interface MemberParts {
  readonly name: string;
  readonly kind: ProviderKind;
  /** What runs of it at the moment; `undefined` when nothing does. */
  readonly running: () =>
    | { readonly url: string; readonly program: Program | undefined; readonly restart?: (() => Promise<void>) | undefined }
    | undefined;
  readonly world: EventWorld;
}

/**
 * A system that runs elsewhere or as a process, or that is stood in for.
 *
 * @param parts - what it is
 */
export function memberOf({ name, kind, running, world }: MemberParts): OpenMember {
  const isMock = kind === 'mock';
  const client = createHttpClient({ timeoutMs: CALL_TIMEOUT_MS });
  return {
    kind,
    get url() {
      return running()?.url;
    },
    carries: isMock ? { headers: true, keys: true } : world.carries,
    broker: isMock ? world.connect(name) : undefined,
    call: async (request, signal) => {
      const url = running()?.url;
      return url === undefined || url === '' ? undefined : client.send(request, url, signal);
    },
    trouble: async () => running()?.program?.trouble(),
    restart: async () => {
      const again = running()?.restart;
      await again?.();
      return again !== undefined;
    },
    stop: client.close,
  };
}

export interface ModuleMemberOptions {
  readonly name: string;
  /** A path. */
  readonly module: string;
  readonly env: Environment;
  /** Makes a connection of its own. */
  readonly connect: () => Broker;
  /** Takes away what it was sent and has not done. */
  readonly drain: () => Promise<void>;
}

/**
 * A system whose module runs in this process.
 *
 * @param options - which
 * @throws InputError those of {@link loadProgram}
 */
export async function openModuleMember({ name, module, env, connect, drain }: ModuleMemberOptions): Promise<OpenMember> {
  const create = await loadProgram(module, name);
  const begin = async (): Promise<RunningModule> => {
    const broker = connect();
    return { broker, program: await create({ ...machineParts(env), broker: () => broker }) };
  };
  const end = async ({ broker, program }: RunningModule): Promise<void> => {
    await program.stop?.();
    await broker.close();
  };
  let running = await begin();
  return {
    kind: 'module',
    url: undefined,
    carries: running.broker.guarantees,
    broker: undefined,
    call: (request) => callProgram(running.program, request),
    trouble: async () => undefined,
    restart: async () => {
      await end(running);
      await drain();
      running = await begin();
      return true;
    },
    stop: () => end(running),
  };
}

interface RunningModule {
  readonly broker: Broker;
  readonly program: SimulatedProgram;
}

async function callProgram(program: SimulatedProgram, { method, target, headers, body }: HttpRequest): Promise<CallResult> {
  const pairs = headers.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, headers[index + 1] ?? '']] : []));
  const isBodiless = body === undefined || method === 'GET' || method === 'HEAD';
  const init = { method, headers: pairs, ...(isBodiless ? {} : { body: new Uint8Array(body) }) };
  try {
    const response = await program.handle(new Request(`http://127.0.0.1${target}`, init));
    const answered = { status: response.status, headers: [...response.headers].flat(), body: new Uint8Array(await response.arrayBuffer()) };
    return { kind: 'answered', response: answered };
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

const CALL_TIMEOUT_MS = 10_000;
