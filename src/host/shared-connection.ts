import type { Broker, Subscribed } from '../broker/broker.js';

/**
 * A connection of one user over one that several share: when it is closed its own subscriptions end, and those of the others go on.
 *
 * @param broker - closed by whoever opened it
 */
export function sharedConnection(broker: Broker): Broker {
  const own = new Set<Subscribed>();
  return {
    ...broker,
    subscribe: async (subscription, receive) => {
      const subscribed = await broker.subscribe(subscription, receive);
      own.add(subscribed);
      return subscribed;
    },
    close: async () => {
      for (const subscribed of own) await subscribed.stop();
      own.clear();
    },
  };
}
