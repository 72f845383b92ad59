import { Buffer } from 'node:buffer';
import type { Clock } from '../base/clock.js';
import type { Random } from '../base/random.js';
import type { Broker, BrokerGuarantees, Delivery, Subscribed, Subscription } from './broker.js';
import { createInbox } from './inbox.js';
import { openRedisLink, type RedisLink } from './redis-link.js';

/**
 * Channels of Redis: whoever is subscribed when a message is published gets its payload, nothing else, at most once. A group gets no more than a listener.
 *
 * @param url - `redis://user:password@host:port`
 * @param parts - chance of the waits between tries to reconnect
 * @throws HostError `E_PACKAGE_MISSING` without `ioredis`, `E_BROKER_LOST`, `E_BROKER_REFUSED`
 * @see https://redis.io/docs/latest/develop/interact/pubsub/
 */
export async function openRedisPubSubBroker(url: string, { random }: { readonly clock: Clock; readonly random: Random }): Promise<Broker> {
  const link = await openRedisLink(url, random);
  const publisher = await link.connect();
  const subscribed = new Set<Subscribed>();
  return {
    kind: 'redis-pubsub',
    guarantees: GUARANTEES,
    publish: async ({ channel, payload }) => {
      await link.asked(channel, publisher.publish(channel, Buffer.from(payload)));
    },
    subscribe: async (subscription, receive) => {
      const one = await subscribe(link, subscription, receive);
      subscribed.add(one);
      return one;
    },
    // Nobody hears what is on its way while the connections end.
    close: async () => {
      for (const one of subscribed) await one.stop();
      subscribed.clear();
      link.close();
    },
  };
}

/** A connection of its own: one that reads slowly slows nobody else. */
async function subscribe(
  link: RedisLink,
  { channel, prefetchCount }: Subscription,
  receive: (delivery: Delivery) => void | Promise<void>,
): Promise<Subscribed> {
  const client = await link.connect();
  const onFull = (isFull: boolean): void => {
    if (isFull) client.stream.pause();
    else client.stream.resume();
  };
  const inbox = createInbox({ prefetchCount, receive, onFull });
  client.on('messageBuffer', (_channel: Buffer, payload: Buffer) =>
    inbox.push({ ...NOTHING_SAID, channel, payload: new Uint8Array(payload) }),
  );
  await link.asked(channel, client.subscribe(channel));
  // The connection is back, the subscription is not. Where that fails, it is tried again with the next connection.
  client.on('ready', () => {
    client.subscribe(channel).catch(() => client.disconnect(true));
  });
  return {
    stop: async () => {
      inbox.close();
      client.disconnect();
    },
    // Redis writes to a connection in order: its answer stands behind what was published before it was asked.
    caughtUp: async () => {
      await link.asked(channel, client.ping());
      await inbox.handedOver();
    },
  };
}

const NOTHING_SAID = {
  key: undefined,
  headers: [],
  contentType: undefined,
  messageId: undefined,
  correlationId: undefined,
  replyTo: undefined,
} as const;

const GUARANTEES: BrokerGuarantees = {
  delivery: 'at-most-once',
  order: 'channel',
  keepsForAbsent: false,
  settles: false,
  deadLetters: false,
  groups: false,
  headers: false,
  keys: false,
  survivesRestart: false,
};
