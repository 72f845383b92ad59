import type { Broker, BrokerMessage, Delivery, Subscription } from '../../broker/broker.js';

/** Told of all that passes a connection. */
export interface BrokerWatch {
  onPublish(message: BrokerMessage): void;
  onSubscribe(subscription: Subscription): void;
  onSettled(message: BrokerMessage, how: 'acked' | 'requeued' | 'dead-lettered'): void;
}

/**
 * A connection that tells what passes it, and changes nothing.
 *
 * @param broker - the connection
 * @param watch - told of messages before the broker has them, and of deliveries once it heard what became of them
 */
export function watchedBroker(broker: Broker, watch: BrokerWatch): Broker {
  return {
    ...broker,
    publish: (message) => {
      watch.onPublish(message);
      return broker.publish(message);
    },
    subscribe: (subscription, receive) => {
      watch.onSubscribe(subscription);
      return broker.subscribe(subscription, (delivery) => receive(watchedDelivery(delivery, watch)));
    },
  };
}

function watchedDelivery(delivery: Delivery, watch: BrokerWatch): Delivery {
  let isSettled = false;
  return {
    ...delivery,
    settle: async (how) => {
      await delivery.settle(how);
      if (isSettled) return;
      isSettled = true;
      watch.onSettled(delivery.message, SETTLED[how]);
    },
  };
}

const SETTLED = { ack: 'acked', requeue: 'requeued', 'dead-letter': 'dead-lettered' } as const;
