import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import { amqpAttempt, amqpRoutingKey, messageFromAmqp } from './amqp-message.js';
import type { Delivery, Subscription } from './broker.js';
import type { ClientErrors } from './client-errors.js';
import { coalesced } from './coalesced.js';
import { handOver } from './hand-over.js';
import { deadLetterChannel, isDeadLetterChannel } from './in-process/dead-letter.js';

export interface AmqpConsumerParts {
  readonly subscription: Subscription;
  readonly receive: (delivery: Delivery) => void | Promise<void>;
  readonly exchange: string;
  readonly errors: ClientErrors;
}

/** One subscription, over the connections it lives through. */
export class AmqpConsumer {
  readonly #parts: AmqpConsumerParts;
  #channel: Channel | undefined;
  #heard: (() => Promise<void>) | undefined;
  #isStopped = false;

  constructor(parts: AmqpConsumerParts) {
    this.#parts = parts;
  }

  async begin(model: ChannelModel): Promise<void> {
    const { subscription } = this.#parts;
    const channel = await model.createChannel();
    channel.on('error', ignored);
    channel.on('close', () => {
      if (this.#channel === channel && !this.#isStopped) void model.close().catch(ignored);
    });
    this.#channel = channel;
    await channel.prefetch(subscription.prefetchCount);
    const queue = await declareQueue(channel, subscription, this.#parts.exchange);
    // A quality that was asked for before: its answer says that all acknowledgements before it were read.
    const heard = coalesced(async () => void (await channel.prefetch(subscription.prefetchCount)));
    this.#heard = heard;
    await channel.consume(queue, (message) => {
      // The queue was deleted under us.
      if (message === null) void model.close().catch(ignored);
      else if (!this.#isStopped) void handOver(this.#delivery(channel, message, heard), this.#parts.receive);
    });
  }

  #delivery(channel: Channel, message: ConsumeMessage, heard: () => Promise<void>): Delivery {
    let isSettled = false;
    return {
      message: messageFromAmqp(message, this.#parts.subscription.channel),
      attempt: amqpAttempt(message),
      settle: async (how) => {
        if (isSettled) return;
        isSettled = true;
        if (this.#channel !== channel)
          throw this.#parts.errors.lost('the connection of this delivery is broken, so it will be delivered again');
        try {
          if (how === 'ack') channel.ack(message);
          else channel.nack(message, false, how === 'requeue');
          await heard();
        } catch (cause) {
          throw this.#parts.errors.lost(cause);
        }
      },
    };
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    const channel = this.#channel;
    // Whoever settled just before is told so.
    await this.#heard?.().catch(ignored);
    this.#channel = undefined;
    // The broker takes back what is not settled.
    await channel?.close().catch(ignored);
  }
}

async function declareQueue(channel: Channel, { channel: address, group, from }: Subscription, exchange: string): Promise<string> {
  const isAside = isDeadLetterChannel(address);
  if (isAside && from === 'earliest') return keptQueue(channel, address, exchange);
  const aside = isAside ? {} : { deadLetterExchange: exchange, deadLetterRoutingKey: amqpRoutingKey(deadLetterChannel(address)) };
  if (!isAside) await keptQueue(channel, deadLetterChannel(address), exchange);
  const { queue } =
    group === undefined
      ? await channel.assertQueue('', { exclusive: true, autoDelete: true, ...aside })
      : await channel.assertQueue(`${group}.${address}`, { durable: true, ...aside });
  await channel.bindQueue(queue, exchange, amqpRoutingKey(address));
  return queue;
}

async function keptQueue(channel: Channel, address: string, exchange: string): Promise<string> {
  await channel.assertQueue(address, { durable: true });
  await channel.bindQueue(address, exchange, amqpRoutingKey(address));
  return address;
}

/** A connection and its channels tell `close` after each error: that is where it is acted on. */
const ignored = (): void => undefined;
