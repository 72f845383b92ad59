import type { AddressInfo, Server } from 'node:net';
import { connect, createServer } from 'node:net';

/** A port where nobody listens, and nobody else can. */
export interface HeldPort {
  readonly port: number;
  release(): Promise<void>;
}

/**
 * Holds a port on which every connection is refused: it is the near end of a connection of ours, so that the system gives it to nobody else.
 * A port that was only found free could be another program's a moment later, and its answers would be taken for those of the port.
 *
 * @param at - an address, and a port that may be listened on again while it is held; by default any port of 127.0.0.1
 */
export async function holdPort(at: { readonly host: string; readonly port: number } = { host: LOOPBACK, port: 0 }): Promise<HeldPort> {
  const farHost = at.host === '0.0.0.0' ? LOOPBACK : at.host === '::' ? '::1' : at.host;
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen({ host: farHost, port: 0 }, resolve));
  const { port: farPort } = server.address() as AddressInfo;
  const accepted = new Promise<void>((resolve) => server.once('connection', (socket) => void socket.once('close', resolve)));
  const holder = connect({ host: farHost, port: farPort, localAddress: at.host, localPort: at.port });
  await new Promise<void>((resolve, reject) => holder.once('connect', resolve).once('error', reject));
  return {
    port: holder.localPort ?? 0,
    release: async () => {
      holder.destroy();
      await accepted;
      await closed(server);
    },
  };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

const LOOPBACK = '127.0.0.1';
