import type { Kafka, Producer } from 'kafkajs';
import type { Clock } from '../base/clock.js';
import type { Random } from '../base/random.js';
import type { Broker, BrokerGuarantees, BrokerMessage, Subscribed } from './broker.js';
import type { ClientErrors } from './client-errors.js';
import { clientErrors } from './client-errors.js';
import { recordFromMessage, kafkaTopic } from './kafka-message.js';
import { kafkaSubscriber } from './kafka-subscriber.js';
import { createKafkaTopics } from './kafka-topics.js';
import type { KafkaTopics } from './kafka-topics.js';
import { peerPackage } from './peer-package.js';

/**
 * Kafka. A channel is a topic, made with `?partitions=<n>` partitions, 3 unless it says otherwise, when it is not there; a key chooses the partition. A group is the
 * consumer group `<group>.<topic>`; a listener is a group of its own that is deleted when it stops. An offset is committed once everything before it in its partition is settled.
 * What is sent back is handed over again from here, so that what follows it in its partition is not fetched twice; it goes to another of its group only with its
 * partition. Kafka does not count deliveries: a subscriber that leaves writes down in its commit what it leaves unsettled, and what it has settled after that, for the next to go on from.
 *
 * A message is sent once, confirmed by all replicas in sync, and never sent again by itself: a confirmation that is lost is an error and not a duplicate.
 *
 * @param url - `kafka://host:port`, with `user:password@` for SASL PLAIN, `?ssl` for TLS
 * @param parts - time of the waits between heartbeats, chance of the names of listeners
 * @throws HostError `E_PACKAGE_MISSING` without `kafkajs`, `E_BROKER_LOST` when nobody answers
 * @see https://kafka.apache.org/documentation/#design
 */
export async function openKafkaBroker(url: string, parts: { readonly clock: Clock; readonly random: Random }): Promise<Broker> {
  const library = await peerPackage(import('kafkajs'), { package: 'kafkajs@2', purpose: 'kafka: URLs' });
  const { host, username, password, searchParams } = new URL(url);
  const kafka = new library.Kafka({
    clientId: 'mortise',
    brokers: [host],
    logLevel: library.logLevel.NOTHING,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: ANSWER_TIMEOUT_MS,
    retry: { retries: 2, initialRetryTime: 50, maxRetryTime: 1_000 },
    ...(searchParams.has('ssl') ? { ssl: true } : {}),
    ...(username === ''
      ? {}
      : { sasl: { mechanism: 'plain' as const, username: decodeURIComponent(username), password: decodeURIComponent(password) } }),
  });
  const errors = clientErrors(url);
  const producer = kafka.producer({
    allowAutoTopicCreation: true,
    createPartitioner: library.Partitioners.DefaultPartitioner,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  await Promise.all([producer.connect(), admin.connect()]).catch(async (cause: unknown) => {
    await Promise.allSettled([producer.disconnect(), admin.disconnect()]);
    throw errors.lost(cause);
  });
  const partitionCount = Number(searchParams.get('partitions') ?? DEFAULT_PARTITION_COUNT);
  const topics = createKafkaTopics(admin, { partitionCount, clock: parts.clock });
  return new KafkaBroker({ ...parts, kafka, producer, topics, errors, disconnect: () => admin.disconnect() });
}

const GUARANTEES: BrokerGuarantees = {
  delivery: 'at-least-once',
  order: 'key',
  keepsForAbsent: true,
  settles: true,
  deadLetters: true,
  groups: true,
  headers: true,
  keys: true,
  survivesRestart: true,
};

interface KafkaParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly kafka: Kafka;
  readonly producer: Producer;
  readonly topics: KafkaTopics;
  readonly errors: ClientErrors;
  readonly disconnect: () => Promise<void>;
}

class KafkaBroker implements Broker {
  readonly kind = 'kafka';
  readonly guarantees = GUARANTEES;
  readonly subscribe: Broker['subscribe'];
  readonly #parts: KafkaParts;
  readonly #subscribed = new Set<Subscribed>();
  #sent: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(parts: KafkaParts) {
    this.#parts = parts;
    const open = kafkaSubscriber({ ...parts, publish: (message) => this.publish(message) });
    this.subscribe = async (subscription, receive) => {
      if (this.#isClosed) throw parts.errors.lost('it was closed');
      const one = await open(subscription, receive);
      this.#subscribed.add(one);
      return { stop: () => one.stop().finally(() => void this.#subscribed.delete(one)) };
    };
  }

  /** One after the other: two requests that are under way at once may be written in either order. */
  publish(message: BrokerMessage): Promise<void> {
    const sending = this.#sent.then(() => this.#send(message));
    this.#sent = sending.catch(() => undefined);
    return sending;
  }

  async #send(message: BrokerMessage): Promise<void> {
    const { producer, topics, errors, clock } = this.#parts;
    const topic = kafkaTopic(message.channel);
    for (let tryCount = 1; ; tryCount += 1) {
      if (this.#isClosed) throw errors.lost('it was closed');
      try {
        await topics.ensure(topic);
        await producer.send({ topic, acks: ALL_REPLICAS, messages: [recordFromMessage(message)] });
        return;
      } catch (cause) {
        const type = protocolError(cause);
        // The broker did not take it, since the partition is led elsewhere by now or by nobody yet: it was not written.
        if (type !== undefined && NOT_WRITTEN.has(type) && tryCount < MAX_TRY_COUNT) await clock.sleep(WAIT_FOR_LEADER_MS);
        else throw type === undefined ? errors.lost(cause) : errors.refused(message.channel, cause);
      }
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#subscribed].map((one) => one.stop()));
    await this.#sent;
    await Promise.allSettled([this.#parts.producer.disconnect(), this.#parts.disconnect()]);
  }
}

/** The broker's own word on why not, beneath what the library wraps it in; `undefined` when the broker said nothing. */
function protocolError(cause: unknown): string | undefined {
  for (let error: unknown = cause; error instanceof Error; error = error.cause)
    if ('type' in error && typeof error.type === 'string') return error.type;
  return undefined;
}

const NOT_WRITTEN: ReadonlySet<string> = new Set(['LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION', 'UNKNOWN_TOPIC_OR_PARTITION']);
const MAX_TRY_COUNT = 20;
const WAIT_FOR_LEADER_MS = 100;
const ALL_REPLICAS = -1;
const DEFAULT_PARTITION_COUNT = 3;
const CONNECT_TIMEOUT_MS = 5_000;
const ANSWER_TIMEOUT_MS = 10_000;
