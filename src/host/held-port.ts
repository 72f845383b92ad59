import type { AddressInfo, Server } from 'node:net';
import { connect, createServer } from 'node:net';

/** A port of 127.0.0.1 where nobody listens, and nobody else can. */
export interface HeldPort {
  readonly port: number;
  release(): Promise<void>;
}

/**
 * Holds a port on which every connection is refused: it is the near end of a connection of ours, so that the system gives it to nobody else.
 * A port that was only found free could be another program's a moment later, and its answers would be taken for those of the port.
 */
export async function holdPort(): Promise<HeldPort> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen({ host: HOST, port: 0 }, resolve));
  const { port: farPort } = server.address() as AddressInfo;
  const accepted = new Promise<void>((resolve) => server.once('connection', (socket) => void socket.once('close', resolve)));
  const holder = connect({ host: HOST, port: farPort });
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

const HOST = '127.0.0.1';
