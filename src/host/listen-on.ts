import type { Server } from 'node:net';
import { HostError } from '../base/errors.js';

/**
 * Begins to listen.
 *
 * @param server - does not listen yet
 * @param at - an address or a name; port 0 takes any free one
 * @throws HostError `E_PORT_BUSY` when somebody listens there already, `E_LISTEN` when the address cannot be had
 */
export function listenOn(server: Server, { host, port }: { readonly host: string; readonly port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const code = cause.code === 'EADDRINUSE' ? 'E_PORT_BUSY' : 'E_LISTEN';
      reject(new HostError({ code, args: { host, port, reason: cause.message }, cause }));
    });
    // Ports are asked for by many tests at once: a longer queue costs nothing.
    server.listen({ host, port, backlog: 1_024 }, resolve);
  });
}

/**
 * An address as it stands in a URL.
 *
 * @param host - an address or a name
 * @see RFC 3986, section 3.2.2
 */
export function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
