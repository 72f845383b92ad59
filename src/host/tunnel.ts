import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { ProxyConnection } from './proxy-link.js';
import { relayBytes } from './relay-bytes.js';

/**
 * Passes bytes on in both directions until both ends are over, whatever they mean: an upgraded connection, or what is not HTTP/1. Faults of
 * bytes meet them, as they would at a proxy that knows no HTTP.
 *
 * @param connection - nothing of an exchange is under way on it
 * @param ahead - what the consumer has sent and the provider has not heard
 */
export async function tunnel(connection: ProxyConnection, ahead: Uint8Array): Promise<void> {
  const { held, reader, link } = connection;
  held.isBusy = true;
  connection.isRelayed = true;
  const { socket, reader: upstreamReader, isConnected } = connection.upstream();
  if (!(await isConnected)) {
    held.cut('rst', 'provider');
    return;
  }
  const up = [...(ahead.length > 0 ? [ahead] : []), ...reader.release().map(({ bytes }) => bytes)];
  const down = upstreamReader.release().map(({ bytes }) => bytes);
  relayBytes({ held, upstream: socket, early: { up, down } }, link);
  await Promise.all([closed(held.socket), closed(socket)]);
}

async function closed(stream: Duplex): Promise<void> {
  if (!stream.closed) await once(stream, 'close');
}
