import type { Redis } from 'ioredis';
import type { Clock } from '../base/clock.js';
import type { Random } from '../base/random.js';
import type { Broker, BrokerGuarantees } from './broker.js';
import { openRedisLink } from './redis-link.js';
import { fieldsFromMessage } from './redis-stream-entry.js';
import { subscribeToStream } from './redis-stream-subscription.js';

/**
 * Streams of Redis: a channel is the key of a stream, a group a consumer group, a listener a group that is destroyed with it. What is put aside
 * is added to the stream `<channel>.dead-letter`. A member that is gone without a word is given up after `?idle=<ms>`, 30 s unless said: what it
 * held then goes to another. Streams grow until somebody trims them; `?maxlen=<count>` has them trimmed at each publish.
 *
 * What was confirmed survives a restart as far as Redis writes it to disk: at once with `appendonly yes` and `appendfsync always`.
 *
 * @param url - `redis://user:password@host:port?mode=streams`
 * @param parts - time, and chance of names and of waits between tries to reconnect
 * @throws HostError `E_PACKAGE_MISSING` without `ioredis`, `E_BROKER_LOST`, `E_BROKER_REFUSED`
 * @see https://redis.io/docs/latest/develop/data-types/streams/
 */
export async function openRedisStreamsBroker(url: string, parts: { readonly clock: Clock; readonly random: Random }): Promise<Broker> {
  const link = await openRedisLink(url, parts.random);
  const commands: Redis = await link.connect();
  const { searchParams } = new URL(url);
  const idleMs = Number(searchParams.get('idle') ?? DEFAULT_IDLE_MS);
  const trimmed = searchParams.has('maxlen') ? ['MAXLEN', '~', searchParams.get('maxlen') ?? ''] : [];
  const stops = new Set<() => Promise<void>>();
  return {
    kind: 'redis-streams',
    guarantees: GUARANTEES,
    publish: async (message) => {
      await link.asked(message.channel, commands.call('XADD', message.channel, ...trimmed, '*', ...fieldsFromMessage(message)));
    },
    subscribe: async (subscription, receive) => {
      const subscribed = await subscribeToStream(subscription, receive, { link, commands, idleMs, ...parts });
      stops.add(subscribed.stop);
      return subscribed;
    },
    close: async () => {
      await Promise.all([...stops].map((stop) => stop()));
      link.close();
    },
  };
}

const DEFAULT_IDLE_MS = 30_000;

const GUARANTEES: BrokerGuarantees = {
  delivery: 'at-least-once',
  order: 'channel',
  keepsForAbsent: true,
  settles: true,
  deadLetters: true,
  groups: true,
  headers: true,
  keys: true,
  survivesRestart: true,
};
