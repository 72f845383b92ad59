import type { Socket } from 'node:net';
import { type BytePumpParts, startBytePump } from './byte-pump.js';
import type { HeldConnection } from './held-connection.js';

/** Two ends of which each hears what the other says. */
export interface RelayedBytes {
  readonly held: HeldConnection;
  readonly upstream: Socket;
  /** What was read of either end already, in order. */
  readonly early: { readonly up: readonly Uint8Array[]; readonly down: readonly Uint8Array[] };
}

/**
 * Passes bytes on in both directions until both have ended. Each direction performs its own steps in order: a wait of one never delays the
 * other. Without rules the bytes go straight through.
 *
 * @param ends - nobody else reads from them any more
 */
export function relayBytes({ held, upstream, early }: RelayedBytes, parts: BytePumpParts): void {
  const openedAtMs = parts.clock.nowMs();
  const closed = new AbortController();
  const ended = { up: false, down: false };
  const endOf = (direction: 'up' | 'down') => (): void => {
    ended[direction] = true;
    if (ended.up && ended.down) held.cut('fin', 'provider');
  };
  const common = { held, closed: closed.signal, openedAtMs };
  held.isBusy = true;
  startBytePump({ ...common, direction: 'up', from: held.socket, to: upstream, early: early.up, onEnd: endOf('up') }, parts);
  const down = startBytePump(
    { ...common, direction: 'down', from: upstream, to: held.socket, early: early.down, onEnd: endOf('down') },
    parts,
  );
  // A server that is not there, or that resets, is passed on as what it is.
  upstream.on('error', () => held.cut('rst', 'provider'));
  onceClosed(upstream, () => {
    const isDone = ended.down || down.willEnd() || held.socket.destroyed || held.socket.writableEnded;
    if (!isDone) held.cut('fin', 'provider');
  });
  onceClosed(held.socket, (hadError) => {
    closed.abort();
    if (hadError) upstream.resetAndDestroy();
    else upstream.destroy();
  });
}

/** Of one that is closed already nothing more is heard. */
function onceClosed(socket: Socket, act: (hadError: boolean) => void): void {
  if (socket.closed) act(socket.errored !== null);
  else socket.once('close', act);
}
