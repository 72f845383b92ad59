import { createByteReader } from './byte-reader.js';
import type { HeldConnection } from './held-connection.js';
import { closesConnection, parseRequestHead, requestFraming } from './message-head.js';
import { readHead } from './message-reader.js';
import { isForControl } from './control/control-prefix.js';
import { answerControl } from './proxy-control.js';
import { serveExchange } from './proxy-exchange.js';
import type { ProxyConnection, ProxyLink } from './proxy-link.js';
import { tunnel } from './tunnel.js';
import { openUpstream, type Upstream } from './upstream.js';

/**
 * Passes the exchanges of one connection on, one after the other, until either side ends it. Since each connection of the consumer has one
 * of its own to the provider, what HTTP says of connections (`Connection`, `Keep-Alive`, `Upgrade`, what is closed when) holds from end to
 * end: heads are passed on as they are, and there is nothing to take out of them.
 *
 * @param held - nobody read from it yet
 * @see RFC 9110 §7.6.1 for what an intermediary does that shares connections
 */
export async function serveConnection(held: HeldConnection, link: ProxyLink): Promise<void> {
  const { clock } = link;
  const reader = createByteReader(held.socket, clock.nowMs);
  let upstream: Upstream | undefined;
  let isOver = false;
  const connection: ProxyConnection = {
    held,
    reader,
    link,
    upstream: () => {
      upstream ??= joinedUpstream(connection, () => {
        isOver = true;
      });
      return upstream;
    },
    isRelayed: false,
    upstreamIsOver: () => isOver,
  };
  try {
    while (await serveNext(connection));
  } finally {
    if (!held.socket.destroyed) held.cut('fin', 'provider');
    upstream?.socket.destroy();
  }
}

/** @returns whether another exchange can follow */
async function serveNext(connection: ProxyConnection): Promise<boolean> {
  const { held, reader, link } = connection;
  const read = await readHead(reader, parseRequestHead);
  if (read.kind === 'over') return false;
  const framing = read.kind === 'head' ? requestFraming(read.head.headers) : undefined;
  if (read.kind === 'unreadable' || framing === undefined) {
    await tunnel(connection, read.bytes);
    return false;
  }
  held.isBusy = true;
  const { start, headers } = read.head;
  const goesOn = isForControl(start[1], link.control)
    ? await answerControl(connection, { head: read.head, framing })
    : await serveExchange(connection, { read, framing });
  held.isBusy = false;
  held.useCount += 1;
  return goesOn && !closesConnection(start[2], headers) && !held.isClosing() && !connection.upstreamIsOver();
}

function joinedUpstream(connection: ProxyConnection, onOver: () => void): Upstream {
  const { held, link } = connection;
  const upstream = openUpstream(link.target, link.clock.nowMs);
  const { socket } = upstream;
  // The provider may have an opinion of its own on a request that was broken off: it is told, and decides.
  const passEnd = (): void => {
    // Of bytes that are relayed some may still wait: their end comes after them.
    if (!connection.isRelayed) socket.end();
  };
  if (held.gone.aborted) passEnd();
  else held.gone.addEventListener('abort', passEnd, { once: true });
  held.socket.once('close', () => socket.destroy());
  const over = (): void => {
    onOver();
    if (!held.isBusy) held.cut(upstream.wasReset() ? 'rst' : 'fin', 'provider');
  };
  socket.once('end', over).once('close', over);
  return upstream;
}
