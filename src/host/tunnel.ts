import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { ByteReader } from './byte-reader.js';
import type { ProxyConnection } from './proxy-link.js';

/**
 * Passes bytes on in both directions until both ends are over, whatever they mean: an upgraded connection, or what is not HTTP/1.
 *
 * @param connection - nothing of an exchange is under way on it
 * @param ahead - what the consumer has sent and the provider has not heard
 */
export async function tunnel({ held, reader, upstream }: ProxyConnection, ahead: Uint8Array): Promise<void> {
  held.isBusy = true;
  const { socket, reader: upstreamReader, isConnected } = upstream();
  if (!(await isConnected)) {
    held.cut('rst', 'provider');
    return;
  }
  if (ahead.length > 0) socket.write(ahead);
  join(reader, held.socket, socket);
  join(upstreamReader, socket, held.socket);
  await Promise.all([closed(held.socket), closed(socket)]);
}

function join(reader: ByteReader, from: Duplex, to: Duplex): void {
  for (const { bytes } of reader.release()) to.write(bytes);
  if (from.readableEnded) to.end();
  else from.pipe(to);
  from.once('close', () => to.destroy());
}

async function closed(stream: Duplex): Promise<void> {
  if (!stream.closed) await once(stream, 'close');
}
