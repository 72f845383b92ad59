import type { NatsConnection } from '@nats-io/transport-node';
import type { Random } from '../base/random.js';
import type { ClientErrors } from './client-errors.js';
import { clientErrors } from './client-errors.js';
import { peerPackage } from './peer-package.js';
import { reconnectDelayMs } from './reconnect-delay.js';

/** A connection to NATS that comes back by itself, and says when it is away. */
export interface NatsLink {
  readonly library: typeof import('@nats-io/transport-node');
  readonly connection: NatsConnection;
  readonly errors: ClientErrors;
  /**
   * Does something that needs the connection. The client library would keep it for later while the broker is away; we say so at once.
   *
   * @throws HostError `E_BROKER_LOST` when the connection is broken, or breaks meanwhile
   */
  whileConnected<T>(work: () => Promise<T>): Promise<T>;
  /** Calls back after each reconnection until the signal. */
  onReconnected(listener: () => void, signal: AbortSignal): void;
  close(): Promise<void>;
}

/**
 * Connects.
 *
 * @param url - `nats://user:password@host:port`, or `nats://token@host:port`
 * @param random - of the waits between tries to reconnect
 * @throws HostError `E_PACKAGE_MISSING` without `@nats-io/transport-node`, `E_BROKER_LOST` when nobody answers, `E_BROKER_REFUSED` when the user may not come in
 */
export async function openNatsLink(url: string, random: Random): Promise<NatsLink> {
  const library = await peerPackage(import('@nats-io/transport-node'), { package: '@nats-io/transport-node@3.3', purpose: 'nats: URLs' });
  const errors = clientErrors(url);
  const connection = await library
    .connect({ ...serverOf(url), ...reconnection(random), timeout: CONNECT_TIMEOUT_MS })
    .catch((cause: unknown) => {
      throw cause instanceof library.AuthorizationError ? errors.refused('the connection', cause) : errors.lost(cause);
    });
  const link = linkState(connection, errors);
  return {
    library,
    connection,
    errors,
    whileConnected: link.whileConnected,
    onReconnected: link.onReconnected,
    close: async () => {
      await connection.close();
      await link.ended;
    },
  };
}

type LinkState = Pick<NatsLink, 'whileConnected' | 'onReconnected'> & { readonly ended: Promise<void> };

/** Pending work is told of a break by itself: one promise for all would hold a reaction of each message for as long as the connection lives. */
function linkState(connection: NatsConnection, errors: ClientErrors): LinkState {
  let isConnected = true;
  const pending = new Set<() => void>();
  const listeners = new Set<() => void>();
  const follow = async (): Promise<void> => {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect' || status.type === 'close') {
        isConnected = false;
        for (const breakOff of [...pending]) breakOff();
      } else if (status.type === 'reconnect') {
        isConnected = true;
        for (const listener of [...listeners]) listener();
      }
    }
  };
  return {
    ended: follow(),
    onReconnected: (listener, signal) => {
      listeners.add(listener);
      signal.addEventListener('abort', () => void listeners.delete(listener), { once: true });
    },
    whileConnected: (work) =>
      new Promise((resolve, reject) => {
        if (!isConnected || connection.isClosed()) return reject(errors.lost(BROKEN));
        const breakOff = (): void => {
          pending.delete(breakOff);
          reject(errors.lost(BROKEN));
        };
        pending.add(breakOff);
        work()
          .finally(() => void pending.delete(breakOff))
          .then(resolve, reject);
      }),
  };
}

function serverOf(url: string): { readonly servers: string; readonly user?: string; readonly pass?: string; readonly token?: string } {
  const { host, username, password } = new URL(url);
  const user = decodeURIComponent(username);
  if (user === '') return { servers: host };
  return password === '' ? { servers: host, token: user } : { servers: host, user, pass: decodeURIComponent(password) };
}

function reconnection(random: Random): { readonly maxReconnectAttempts: number; readonly reconnectDelayHandler: () => number } {
  return { maxReconnectAttempts: -1, reconnectDelayHandler: () => reconnectDelayMs(3, random) };
}

const BROKEN = 'the connection is broken';
const CONNECT_TIMEOUT_MS = 10_000;
