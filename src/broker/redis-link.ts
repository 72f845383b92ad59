import type { Redis, RedisOptions } from 'ioredis';
import type { Random } from '../base/random.js';
import { type ClientErrors, clientErrors } from './client-errors.js';
import { peerPackage } from './peer-package.js';
import { reconnectDelayMs } from './reconnect-delay.js';

/** Connections to one Redis, each of which comes back by itself when it was lost. */
export interface RedisLink {
  readonly errors: ClientErrors;
  /** @throws HostError `E_BROKER_LOST` when nobody answers, `E_BROKER_REFUSED` when it does not let us in */
  connect(): Promise<Redis>;
  /**
   * What a command gave.
   *
   * @throws HostError `E_BROKER_REFUSED` when Redis answered with an error, else `E_BROKER_LOST`
   */
  asked<T>(channel: string, command: Promise<T>): Promise<T>;
  /** Ends all of them. */
  close(): void;
}

/**
 * No connection yet.
 *
 * @param url - `redis://user:password@host:port/database`, or `rediss:` for TLS
 * @param random - chance of the waits between tries to reconnect
 * @throws HostError `E_PACKAGE_MISSING` without `ioredis`
 */
export async function openRedisLink(url: string, random: Random): Promise<RedisLink> {
  const { Redis: Client, ReplyError } = await peerPackage(import('ioredis'), { package: 'ioredis@5', purpose: 'redis: URLs' });
  const errors = clientErrors(url);
  const address = new URL(url);
  // The client takes what stands behind `?` for options of its own.
  address.search = '';
  const options: RedisOptions = {
    lazyConnect: true,
    // What cannot be written now fails now: a sender must hear that the broker is away, and nothing may be sent again behind its back.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    // The client does it without looking at what becomes of it: when the connection is lost again meanwhile, nobody catches the rejection.
    autoResubscribe: false,
    retryStrategy: (tryCount) => reconnectDelayMs(tryCount, random),
  };
  const clients = new Set<Redis>();

  const failure = (channel: string, cause: unknown): Error =>
    cause instanceof ReplyError ? errors.refused(channel, cause) : errors.lost(cause);

  const connect = async (): Promise<Redis> => {
    const client = new Client(address.href, options);
    let lastError: unknown;
    client.on('error', (error) => {
      lastError = error;
    });
    clients.add(client);
    try {
      await client.connect();
    } catch (cause) {
      clients.delete(client);
      client.disconnect();
      throw failure('connections', lastError ?? cause);
    }
    return client;
  };

  const asked = async <T>(channel: string, command: Promise<T>): Promise<T> => {
    try {
      return await command;
    } catch (cause) {
      throw failure(channel, cause);
    }
  };

  return {
    errors,
    connect,
    asked,
    close: () => {
      for (const client of clients) client.disconnect();
      clients.clear();
    },
  };
}
