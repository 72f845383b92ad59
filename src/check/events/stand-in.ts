import { randomFromSeed } from '../../base/random.js';
import type { Broker, Delivery, Subscribed } from '../../broker/broker.js';
import type { EventOperation } from '../../contract/channel.js';
import { sampleFromSchema } from '../../schema/sample.js';
import { judgeMessage } from '../../wire/judge-message.js';
import { bytesFromPayload } from '../../wire/message-content.js';
import { addressable, addressOf } from '../../mock/events/message-address.js';
import type { MessageValues } from '../../mock/events/message-value.js';
import { textAtLocation, withTextAtLocation } from '../../mock/events/message-value.js';
import { sampleOrNone } from '../../mock/events/sample-or-none.js';

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
    const drawn = sampleOrNone(message, randomFromSeed('stand-in', message.id));
    const sample = drawn === undefined ? undefined : addressable(operation.channel, drawn);
    const channel = sample === undefined ? undefined : addressOf(operation.channel, sample);
    if (sample === undefined || channel === undefined) continue;
    const key = message.key === undefined ? undefined : sampleFromSchema(message.key);
    await broker.publish({
      channel,
      key: key?.kind === 'value' ? String(key.value) : undefined,
      headers: sample.headers,
      payload: bytesFromPayload(sample.payload ?? null, message),
      contentType: message.contentType,
      messageId: undefined,
      correlationId: message.correlationId === undefined ? undefined : textAtLocation(sample, message.correlationId),
      replyTo: undefined,
    });
  }
}

async function receive(broker: Broker, operation: EventOperation, delivery: Delivery): Promise<void> {
  const { message } = delivery;
  if (!operation.messages.some((declared) => judgeMessage(declared, message).length === 0)) return delivery.settle('dead-letter');
  const { reply } = operation;
  const [answer] = reply?.messages ?? [];
  const channel = message.replyTo ?? reply?.channel?.address;
  const sample: MessageValues | undefined = answer === undefined ? undefined : sampleOrNone(answer, randomFromSeed('stand-in', answer.id));
  if (answer !== undefined && sample !== undefined && channel !== undefined) {
    const { correlationId } = message;
    const location = answer.correlationId;
    const values = location === undefined || correlationId === undefined ? sample : withTextAtLocation(sample, location, correlationId);
    const payload = bytesFromPayload(values.payload ?? null, answer);
    const { contentType } = answer;
    await broker.publish({
      channel,
      key: undefined,
      headers: values.headers,
      payload,
      contentType,
      messageId: undefined,
      correlationId,
      replyTo: undefined,
    });
  }
  return delivery.settle('ack');
}

const STAND_IN_GROUP = 'mortise';
