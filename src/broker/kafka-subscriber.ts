import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import type { Clock } from '../base/clock.js';
import type { Random } from '../base/random.js';
import type { Broker, BrokerMessage, Delivery, Subscribed, Subscription } from './broker.js';
import type { ClientErrors } from './client-errors.js';
import { handOver } from './hand-over.js';
import { deadLetterChannel, isDeadLetterChannel } from './in-process/dead-letter.js';
import { createKafkaAttempts } from './kafka-attempts.js';
import { kafkaTopic, messageFromRecord } from './kafka-message.js';
import { commitStarts, kafkaStarts } from './kafka-starts.js';
import type { KafkaTopics } from './kafka-topics.js';
import type { PartitionRun } from './partition-run.js';
import type { PartitionRuns } from './partition-runs.js';
import { createPartitionRuns } from './partition-runs.js';
import type { Waker } from './waker.js';
import { createWaker } from './waker.js';

export interface KafkaSubscriberParts {
  readonly kafka: Kafka;
  readonly topics: KafkaTopics;
  readonly errors: ClientErrors;
  readonly clock: Clock;
  readonly random: Random;
  readonly publish: (message: BrokerMessage) => Promise<void>;
}

type Receive = (delivery: Delivery) => void | Promise<void>;

/**
 * How one connection to Kafka is subscribed to.
 *
 * @param parts - what its subscribers share
 */
export function kafkaSubscriber(parts: KafkaSubscriberParts): Broker['subscribe'] {
  return async (subscription, receive) => {
    const subscriber = new KafkaSubscriber(subscription, receive, parts);
    await subscriber.begin();
    return subscriber;
  };
}

/** A member of a consumer group, through all its rebalances. */
class KafkaSubscriber implements Subscribed {
  readonly #subscription: Subscription;
  readonly #receive: Receive;
  readonly #parts: KafkaSubscriberParts;
  readonly #topic: string;
  readonly #group: string;
  readonly #ended = new AbortController();
  readonly #runs: PartitionRuns;
  readonly #attempts = createKafkaAttempts();
  readonly #waker: Waker;
  #attemptsOfOthers: Promise<void> = Promise.resolve();
  #begun: Promise<void> = Promise.resolve();
  #consumer: Consumer | undefined;
  #hasJoined = false;
  #stopping: Promise<void> | undefined;

  constructor(subscription: Subscription, receive: Receive, parts: KafkaSubscriberParts) {
    this.#subscription = subscription;
    this.#receive = receive;
    this.#parts = parts;
    this.#waker = createWaker(parts.clock);
    const commit = (partition: number, offset: string): Promise<void> => this.#commit(partition, offset);
    this.#runs = createPartitionRuns({ prefetchCount: subscription.prefetchCount, commit });
    this.#topic = kafkaTopic(subscription.channel);
    const name = subscription.group ?? `mortise-listener-${parts.random.next().toString(36).slice(2)}`;
    // The library gives each member of a group partitions of all topics that any member reads.
    this.#group = `${name}.${this.#topic}`;
  }

  async begin(): Promise<void> {
    const { topics, errors } = this.#parts;
    try {
      await topics.ensure(this.#topic);
      await this.#join();
    } catch (cause) {
      await this.stop();
      throw errors.lost(cause);
    }
    if (this.#hasJoined) return;
    await this.stop();
    throw errors.lost('the group could not be joined');
  }

  async #join(): Promise<void> {
    const { kafka, topics, clock } = this.#parts;
    const topic = this.#topic;
    const consumer = kafka.consumer({
      groupId: this.#group,
      allowAutoTopicCreation: true,
      // A fetch is waited for when the subscriber stops.
      maxWaitTimeInMs: LONGEST_FETCH_MS,
      heartbeatInterval: HEARTBEAT_MS,
      sessionTimeout: SESSION_TIMEOUT_MS,
    });
    this.#consumer = consumer;
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const starts = await kafkaStarts(topics, { group: this.#group, topic, from: this.#subscription.from });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      const mine = payload.memberAssignment[topic] ?? [];
      if (!this.#hasJoined) for (const start of starts) if (mine.includes(start.partition)) consumer.seek(start);
      this.#hasJoined = true;
      this.#onAssigned(mine);
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) void this.#joinAgain();
    });
    let tellBegun = (): void => undefined;
    this.#begun = new Promise((resolve) => {
      tellBegun = resolve;
    });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: MAX_PARTITIONS_AT_ONCE,
      eachBatch: (payload) => this.#onBatch(payload),
    });
    try {
      if (this.#hasJoined && starts.length > 0) await commitStarts(consumer, starts, { clock, signal: this.#ended.signal });
    } finally {
      tellBegun();
    }
  }

  /** The client library gave up on the group; it was for a reason of that moment. */
  async #joinAgain(): Promise<void> {
    await this.#parts.clock.sleep(REJOIN_MS, this.#ended.signal);
    if (this.#ended.signal.aborted) return;
    await this.#consumer?.disconnect().catch(() => undefined);
    await this.#join().catch(() => this.#joinAgain());
  }

  /** Ends once all of the batch is handed over, not once it is settled: the next fetch, for whatever partition, waits for it. */
  async #onBatch(payload: EachBatchPayload): Promise<void> {
    const { batch, resolveOffset, heartbeat } = payload;
    // What is settled before the start is committed would be uncommitted by it.
    await this.#begun;
    await this.#attemptsOfOthers;
    const run = this.#runs.get(batch.partition);
    if (run === undefined) return;
    for (const record of batch.messages) {
      if (!run.hasHanded(record.offset) && this.#attempts.takeSettled(batch.partition, record.offset)) run.pass(record.offset);
      if (!run.hasHanded(record.offset)) {
        // Partitions are read side by side: nothing may come between the last look and the handing over, not even an await.
        while (!this.#runs.hasRoom(run) && !run.isEnded && !this.#isOver(payload)) await this.#pause(heartbeat);
        if (run.isEnded || this.#isOver(payload)) return;
        this.#hand(record, run);
      }
      resolveOffset(record.offset);
      await heartbeat();
    }
    resolveOffset(batch.lastOffset());
  }

  /** What stays ours through a rebalance goes on as it is; what does not will be delivered to another. */
  #onAssigned(partitions: readonly number[]): void {
    this.#runs.assign(partitions);
    this.#attemptsOfOthers = this.#readAttempts();
    this.#waker.wake();
  }

  #hand(record: KafkaMessage, run: PartitionRun): void {
    if (!run.hasHanded(record.offset)) run.hand(record.offset);
    const attempt = this.#attempts.handed(run.partition, record.offset);
    const message = messageFromRecord(record, this.#subscription.channel);
    let isSettled = false;
    const settle: Delivery['settle'] = async (how) => {
      if (isSettled) return;
      isSettled = true;
      if (run.isEnded) throw this.#parts.errors.lost('the partition is no longer read by this subscriber');
      if (how === 'requeue') return void this.#handAgain(record, run);
      if (how === 'dead-letter') await this.#putAside(message, record, run);
      this.#attempts.forget(run.partition, record.offset);
      const committed = run.settle(record.offset);
      this.#waker.wake();
      await committed.catch((cause: unknown) => Promise.reject(this.#parts.errors.lost(cause)));
    };
    void handOver({ message, attempt, settle }, this.#receive);
  }

  async #handAgain(record: KafkaMessage, run: PartitionRun): Promise<void> {
    // A receiver that sends back all it gets must not keep everybody else from running.
    await this.#parts.clock.sleep(HAND_AGAIN_MS, this.#ended.signal);
    if (!run.isEnded && !this.#ended.signal.aborted) this.#hand(record, run);
  }

  async #putAside(message: BrokerMessage, record: KafkaMessage, run: PartitionRun): Promise<void> {
    const { channel } = message;
    if (isDeadLetterChannel(channel)) return;
    try {
      await this.#parts.publish({ ...message, channel: deadLetterChannel(channel) });
    } catch (cause) {
      void this.#handAgain(record, run);
      throw cause;
    }
  }

  async #commit(partition: number, offset: string, metadata: string | null = null): Promise<void> {
    await this.#consumer?.commitOffsets([{ topic: this.#topic, partition, offset, metadata }]);
  }

  #isOver({ isRunning, isStale }: EachBatchPayload): boolean {
    return this.#ended.signal.aborted || !isRunning() || isStale();
  }

  /** Heard by the group meanwhile. */
  async #pause(heartbeat: () => Promise<void>): Promise<void> {
    await this.#waker.sleep(HEARTBEAT_MS);
    await heartbeat();
  }

  async #readAttempts(): Promise<void> {
    this.#attempts.read(await this.#parts.topics.committed(this.#group, this.#topic).catch(() => []));
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#ended.abort();
    for (const run of this.#runs.all()) {
      const [first] = run.remembered();
      const note = this.#attempts.noteFor(run);
      run.end();
      if (first !== undefined) await this.#commit(run.partition, first[0], note).catch(() => undefined);
    }
    this.#waker.wake();
    await this.#consumer?.disconnect().catch(() => undefined);
    if (this.#subscription.group === undefined) await this.#parts.topics.forgetGroup(this.#group);
  }
}

const LONGEST_FETCH_MS = 200;
const HEARTBEAT_MS = 200;
const SESSION_TIMEOUT_MS = 10_000;
const REJOIN_MS = 500;
const HAND_AGAIN_MS = 5;
const MAX_PARTITIONS_AT_ONCE = 16;
