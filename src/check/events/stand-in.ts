import type { Broker, Delivery, Subscribed } from '../../broker/broker.js';
import type { EventOperation } from '../../contract/channel.js';
import { madeEvent } from '../../mock/events/made-event.js';
import { madeReply } from '../../mock/events/made-reply.js';
import { judgeMessage } from '../../wire/judge-message.js';

/** Stands in for systems that have no program, so that what the contract shows is itself put to the test. */
export interface StandIns {
  /** Receives at an address from now on: takes what keeps the contract, puts the rest aside, answers what asks for a reply. */
  listen(broker: Broker, operation: EventOperation, address: string): Promise<void>;
  stop(): Promise<void>;
}

/** Stand-ins of one run; they listen nowhere yet. */
export function createStandIns(): StandIns {
  const listening = new Map<string, Promise<Subscribed>>();
  return {
    listen: async (broker, operation, address) => {
      const key = `${operation.id} ${address}`;
      const subscription = { channel: address, group: STAND_IN_GROUP, from: 'new', prefetchCount: 1 } as const;
      const known = listening.get(key) ?? broker.subscribe(subscription, (delivery) => receive(broker, operation, delivery));
      listening.set(key, known);
      await known;
    },
    stop: async () => {
      for (const one of listening.values()) await (await one).stop();
    },
  };
}

/**
 * Sends one message of each kind that an operation has.
 *
 * @param broker - the connection of the system that is stood in for
 * @param operation - of its contract
 */
export async function sendSamples(broker: Broker, operation: EventOperation): Promise<void> {
  for (const message of operation.messages) {
    const sample = madeEvent(operation, message, { seed: STAND_IN_SEED, index: 0, isVaried: false });
    if (sample !== undefined) await broker.publish(sample);
  }
}

async function receive(broker: Broker, operation: EventOperation, delivery: Delivery): Promise<void> {
  const content = delivery.message;
  const message = operation.messages.find((declared) => judgeMessage(declared, content).length === 0);
  if (message === undefined) return delivery.settle('dead-letter');
  const reply = madeReply(operation, { content, message, index: 0, seed: STAND_IN_SEED });
  if (reply !== undefined) await broker.publish(reply);
  return delivery.settle('ack');
}

const STAND_IN_GROUP = 'mortise';
const STAND_IN_SEED = 'stand-in';
