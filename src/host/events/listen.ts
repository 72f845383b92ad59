import type { AddressInfo, Server } from 'node:net';
import { HostError } from '../../base/errors.js';

/** Where a door is opened. */
export interface DoorAddress {
  /** `127.0.0.1` unless said. */
  readonly host?: string | undefined;
  /** 0 takes any free port. */
  readonly port: number;
}

/**
 * The server listens.
 *
 * @param server - not listening yet
 * @param address - where
 * @returns the host and the port that it got, `127.0.0.1:41234`
 * @throws HostError `E_PORT_BUSY` when somebody listens there already, `E_LISTEN` when it cannot be had
 */
export async function listen(server: Server, { host = '127.0.0.1', port }: DoorAddress): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const code = cause.code === 'EADDRINUSE' ? 'E_PORT_BUSY' : 'E_LISTEN';
      reject(new HostError({ code, args: { host, port, reason: cause.message }, cause }));
    });
    server.listen({ host, port }, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return `${host.includes(':') ? `[${host}]` : host}:${bound}`;
}
