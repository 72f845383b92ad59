import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { HostError } from '../base/errors.js';

/**
 * A port of 127.0.0.1 on which nobody listens at the moment, and which the system gives to nobody by itself: it lies below the ports of
 * connections and of servers that take any, so that it is still free when a program comes to listen.
 *
 * @throws HostError `E_LISTEN` when none is to be had
 * @see https://www.rfc-editor.org/rfc/rfc6335#section-6, and `ip_local_port_range` of Linux, which begins earlier
 */
export async function freePort(): Promise<number> {
  for (let tryCount = 0; tryCount < MAX_TRY_COUNT; tryCount += 1) {
    const port = randomInt(FIRST_PORT, BEYOND_LAST_PORT);
    if (await isFree(port)) return port;
  }
  throw new HostError({ code: 'E_LISTEN', args: { host: HOST, port: FIRST_PORT, reason: `none of ${MAX_TRY_COUNT} ports is free` } });
}

/**
 * One port for each program; no two the same, though nobody listens on them yet.
 *
 * @param fixed - by the name of the program: the port that it cannot be talked out of, `undefined` for any
 * @throws HostError `E_LISTEN` when there are not so many
 */
export async function freePorts(fixed: ReadonlyMap<string, number | undefined>): Promise<ReadonlyMap<string, number>> {
  const ports = new Map<string, number>();
  const taken = new Set([...fixed.values()].filter((port) => port !== undefined));
  for (const [name, own] of fixed) {
    let port = own;
    while (port === undefined) {
      const candidate = await freePort();
      if (!taken.has(candidate)) port = candidate;
    }
    taken.add(port);
    ports.set(name, port);
  }
  return ports;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false)).listen({ host: HOST, port }, () => server.close(() => resolve(true)));
  });
}

const HOST = '127.0.0.1';
const FIRST_PORT = 18_000;
const BEYOND_LAST_PORT = 32_768;
const MAX_TRY_COUNT = 200;
