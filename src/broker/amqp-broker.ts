import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { Buffer } from 'node:buffer';
import type { Clock } from '../base/clock.js';
import type { Random } from '../base/random.js';
import { AmqpConsumer } from './amqp-consumer.js';
import { amqpProperties, amqpRoutingKey } from './amqp-message.js';
import type { Broker, BrokerGuarantees, BrokerMessage, Delivery, Subscribed, Subscription } from './broker.js';
import type { ClientErrors } from './client-errors.js';
import { clientErrors } from './client-errors.js';
import { peerPackage } from './peer-package.js';
import { reconnectDelayMs } from './reconnect-delay.js';

/**
 * RabbitMQ, or another broker that speaks AMQP 0-9-1.
 *
 * A channel is a routing key of one topic exchange, `amq.topic` unless the URL says `?exchange=<name>`. A group is a durable queue `<group>.<channel>`, bound for
 * good by its first subscriber; a listener's queue is its connection's own, and what is sent while that connection is away passes it by. A queue has no history:
 * a new group begins with what is sent from then on. What is put aside goes to the durable queue `<channel>.dead-letter`, which subscribers of that channel from
 * `earliest` take from. Queues are classic ones, which put a requeued message back in its place but do not count: the attempt after the first is 2.
 *
 * @param url - `amqp://user:password@host:port/vhost`
 * @param parts - time and chance of waits between tries to reconnect
 * @throws HostError `E_PACKAGE_MISSING` without `amqplib`, `E_BROKER_LOST` when nobody answers, `E_BROKER_REFUSED` when the user may not come in
 * @see https://www.rabbitmq.com/docs/confirms
 */
export async function openAmqpBroker(url: string, parts: { readonly clock: Clock; readonly random: Random }): Promise<Broker> {
  const broker = new AmqpBroker(url, parts);
  await broker.connect();
  return broker;
}

const GUARANTEES: BrokerGuarantees = {
  delivery: 'at-least-once',
  order: 'channel',
  keepsForAbsent: true,
  settles: true,
  deadLetters: true,
  groups: true,
  headers: true,
  keys: false,
  survivesRestart: true,
};

/** One connection, replaced by the next when it breaks. */
interface Link {
  readonly model: ChannelModel;
  readonly publisher: ConfirmChannel;
}

class AmqpBroker implements Broker {
  readonly kind = 'amqp';
  readonly guarantees = GUARANTEES;
  readonly #url: string;
  readonly #exchange: string;
  readonly #errors: ClientErrors;
  readonly #parts: { readonly clock: Clock; readonly random: Random };
  readonly #ended = new AbortController();
  readonly #consumers = new Set<AmqpConsumer>();
  #link: Link | undefined;
  #reconnecting: Promise<void> | undefined;

  constructor(url: string, parts: { readonly clock: Clock; readonly random: Random }) {
    const parsed = new URL(url);
    this.#exchange = parsed.searchParams.get('exchange') ?? 'amq.topic';
    parsed.searchParams.delete('exchange');
    this.#url = parsed.href;
    this.#errors = clientErrors(url);
    this.#parts = parts;
  }

  async connect(): Promise<void> {
    const { connect } = await peerPackage(import('amqplib'), { package: 'amqplib@2', purpose: 'amqp: URLs' });
    try {
      const model = await connect(this.#url, { timeout: CONNECT_TIMEOUT_MS });
      model.on('error', ignored);
      await this.#useModel(model);
    } catch (cause) {
      if (isAccessError(cause)) throw this.#errors.refused(this.#exchange, cause);
      throw this.#errors.lost(cause);
    }
  }

  async #useModel(model: ChannelModel): Promise<void> {
    const publisher = await model.createConfirmChannel();
    publisher.on('error', ignored);
    // A channel that broke takes its connection with it: one way to come back instead of two.
    publisher.on('close', () => void model.close().catch(ignored));
    if (!this.#exchange.startsWith('amq.')) await publisher.assertExchange(this.#exchange, 'topic', { durable: true });
    const link = { model, publisher };
    this.#link = link;
    model.on('close', () => {
      if (this.#link !== link) return;
      this.#link = undefined;
      this.#reconnecting = this.#reconnect();
    });
    for (const consumer of this.#consumers) await consumer.begin(model);
  }

  async #reconnect(): Promise<void> {
    const { clock, random } = this.#parts;
    for (let tryCount = 1; !this.#ended.signal.aborted; tryCount += 1) {
      await clock.sleep(reconnectDelayMs(tryCount, random), this.#ended.signal);
      if (this.#ended.signal.aborted) return;
      const isBack = await this.connect().then(
        () => true,
        () => false,
      );
      if (isBack && this.#link !== undefined) return;
    }
  }

  publish(message: BrokerMessage): Promise<void> {
    const publisher = this.#link?.publisher;
    if (publisher === undefined) return Promise.reject(this.#errors.lost('the connection is broken'));
    const { channel } = message;
    return new Promise((resolve, reject) => {
      const told = (error: unknown): void => {
        if (!error) resolve();
        else reject(isNack(error) ? this.#errors.refused(channel, error) : this.#errors.lost(error));
      };
      try {
        publisher.publish(this.#exchange, amqpRoutingKey(channel), Buffer.from(message.payload), amqpProperties(message), told);
      } catch (cause) {
        const isBroken = cause instanceof Error && cause.name === 'IllegalOperationError';
        reject(isBroken ? this.#errors.lost(cause) : this.#errors.refused(channel, cause));
      }
    });
  }

  async subscribe(subscription: Subscription, receive: (delivery: Delivery) => void | Promise<void>): Promise<Subscribed> {
    const link = this.#link;
    if (link === undefined) throw this.#errors.lost('the connection is broken');
    const consumer = new AmqpConsumer({ subscription, receive, exchange: this.#exchange, errors: this.#errors });
    try {
      await consumer.begin(link.model);
    } catch (cause) {
      await consumer.stop();
      throw this.#link === link ? this.#errors.refused(subscription.channel, cause) : this.#errors.lost(cause);
    }
    this.#consumers.add(consumer);
    return {
      stop: async () => {
        this.#consumers.delete(consumer);
        await consumer.stop();
      },
    };
  }

  async close(): Promise<void> {
    this.#ended.abort();
    const model = this.#link?.model;
    this.#link = undefined;
    const consumers = [...this.#consumers];
    this.#consumers.clear();
    await Promise.all(consumers.map((consumer) => consumer.stop()));
    await model?.close().catch(ignored);
    await this.#reconnecting;
  }
}

/** A connection and its channels tell `close` after each error: that is where it is acted on. */
const ignored = (): void => undefined;

function isNack(error: unknown): boolean {
  return error instanceof Error && error.message === 'message nacked';
}

function isAccessError(error: unknown): boolean {
  return error instanceof Error && /ACCESS[-_]REFUSED|NOT[-_]ALLOWED/u.test(error.message);
}

const CONNECT_TIMEOUT_MS = 10_000;
