import { freePort } from './process.js';

/**
 * One port for each program; no two the same, though nobody listens on them yet.
 *
 * @param fixed - by the name of the program: the port that it cannot be talked out of, `undefined` for any
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
