import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { HostError } from '../base/errors.js';
import type { SimulatedClock, SimulatedParts, SimulatedProgram } from '../scenario/consumer-adapter.js';
import { loadProgram } from './load-program.js';
import { openProgramBrokers } from './program-brokers.js';

/** A module's program that listens. */
export interface ModuleServer {
  readonly port: number;
  /** Answers what was begun, then ends the program. */
  close(): Promise<void>;
}

export interface ModuleServerOptions {
  readonly module: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Serves the program of a module over HTTP/1.1 on the loopback address, on the machine's time: the same program that simulated runs have in
 * process. What the program does not answer at `/health` is answered with 200.
 *
 * @param options - which module, and where
 * @throws InputError those of {@link loadProgram}; HostError `E_PORT_BUSY`, `E_LISTEN`
 */
export async function startModuleServer({ module, port, env }: ModuleServerOptions): Promise<ModuleServer> {
  const create = await loadProgram(module, module);
  const brokers = await openProgramBrokers(env);
  const program = await create({ ...machineParts(env), broker: brokers.brokerOf });
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (incoming, outgoing) => {
    answer(program, incoming, outgoing).catch(() => {
      // The head may be out already: whoever reads must not take what came for the whole.
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(500, { 'content-type': 'text/plain' }).end('the program failed');
    });
  });
  await listen(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      await closed(server);
      await program.stop?.();
      await brokers.close();
    },
  };
}

const KEEP_ALIVE_MS = 65_000;
const CLOSING_GRACE_MS = 500;
const MAX_BODY_BYTES = 10 * 1024 * 1024;
const HOST = '127.0.0.1';

/**
 * What a program in this process is given: the machine's own network, time and chance.
 *
 * @param env - what it finds there
 */
export function machineParts(env: ModuleServerOptions['env']): SimulatedParts {
  return { fetch: (...args) => fetch(...args), clock: machineProgramClock(), random: () => Math.random(), env };
}

/** Looked up at every call: a preload may have made the time run faster. */
function machineProgramClock(): SimulatedClock {
  return {
    nowMs: () => Date.now(),
    sleep: async (durationMs, { signal } = {}) => {
      const untilMs = performance.now() + durationMs;
      // Timers hold at most 2³¹-1 ms, take no fractions, and may come a little early.
      for (let leftMs = durationMs; leftMs > 0; leftMs = untilMs - performance.now()) {
        signal?.throwIfAborted();
        await delay(Math.min(Math.ceil(leftMs), MAX_TIMER_MS), undefined, { signal }).catch((error: unknown) => {
          signal?.throwIfAborted();
          throw error;
        });
      }
      signal?.throwIfAborted();
    },
    setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
    clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
  };
}

const MAX_TIMER_MS = 2_147_483_647;

async function answer(program: SimulatedProgram, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await bodyOf(incoming);
  if (body === undefined) {
    outgoing.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const response = await program.handle(requestFrom(incoming, body));
  if (response.status === 404 && new URL(incoming.url ?? '/', 'http://localhost').pathname === '/health') {
    await response.body?.cancel();
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
    return;
  }
  const headers = [...response.headers].flat();
  outgoing.writeHead(response.status, headers);
  for await (const part of response.body ?? []) {
    if (!outgoing.write(part)) await drained(outgoing);
    if (outgoing.destroyed) return;
  }
  outgoing.end();
}

/** `undefined` when it is larger than a body may be. */
async function bodyOf(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let byteCount = 0;
  for await (const part of incoming) {
    byteCount += (part as Buffer).length;
    if (byteCount > MAX_BODY_BYTES) return undefined;
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

function requestFrom(incoming: IncomingMessage, body: Buffer): Request {
  const { method = 'GET', rawHeaders, headers } = incoming;
  const fields = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? '';
    if (!OF_CONNECTION.has(name)) fields.append(name, rawHeaders[index + 1] ?? '');
  }
  const isBodiless = body.length === 0 || method === 'GET' || method === 'HEAD';
  const url = new URL(incoming.url ?? '/', `http://${headers.host ?? HOST}`);
  return new Request(url, { method, headers: fields, ...(isBodiless ? {} : { body: new Uint8Array(body) }) });
}

/** About the connection, not the message (RFC 9110 §7.6.1). */
const OF_CONNECTION: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'expect', 'host']);

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      outgoing.off('drain', done).off('close', done);
      resolve();
    };
    outgoing.on('drain', done).on('close', done);
  });
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const code = cause.code === 'EADDRINUSE' ? 'E_PORT_BUSY' : 'E_LISTEN';
      reject(new HostError({ code, args: { host: HOST, port, reason: cause.message }, cause }));
    });
    server.listen({ host: HOST, port, backlog: 1_024 }, resolve);
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), CLOSING_GRACE_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
