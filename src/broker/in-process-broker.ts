import type { Clock } from '../base/clock.js';
import type { Broker, BrokerGuarantees, Subscribed } from './broker.js';
import { brokerLost } from './broker-error.js';
import { DONE } from './done.js';
import type { DeadLetter } from './in-process/dead-letter.js';
import { createMessageStore } from './in-process/message-store.js';

export interface InProcessOptions {
  readonly clock: Clock;
  /** How often a message is handed over before it is put aside. Default 10. */
  readonly maxAttemptCount?: number | undefined;
  /** Messages that may stand in one queue. Default 100,000. */
  readonly maxKeptCount?: number | undefined;
  /** Bytes of all queues together. Default 256 MiB. */
  readonly maxKeptBytes?: number | undefined;
  /** Messages that who begins with the earliest gets. To keep them costs as much as all else that a message costs here. Default 10,000. */
  readonly rememberedCount?: number | undefined;
  /** `key`: of each key one message at a time in a group, whoever of it receives. Default `channel`: handed over in the order of sending. */
  readonly order?: 'channel' | 'key' | undefined;
}

/** What only the broker in process can do: for tests, faults and views of its state. */
export interface InProcessExtras {
  /** Another connection: closing it ends its own subscriptions only. */
  connect(): Broker;
  /**
   * Messages of a group that are not settled.
   *
   * @returns 0 for a group nobody knows
   */
  depthOf(channel: string, group: string): number;
  /** Ends a group: what it is owed is nobody's. */
  forget(channel: string, group: string): void;
  /** Cuts everybody's connection: subscriptions end, and nothing is taken until {@link InProcessExtras.up}. What groups are owed stays. */
  down(): void;
  up(): void;
  /** What was put aside of a channel, oldest first; the last 10,000 of all channels are remembered. */
  deadLetters(channel: string): readonly DeadLetter[];
}

/**
 * A broker in this process: each group of a channel has a queue that keeps its messages while nobody receives, each listener one that lives
 * as long as it does. What is not taken goes to `<channel>.dead-letter`, which is a channel like any other. Who begins with the earliest gets
 * what is remembered: the last messages of all channels, 64 MiB of them at most. A queue that is full refuses what is sent to its channel.
 *
 * @param options - its time, and its bounds
 */
export function createInProcessBroker(options: InProcessOptions): Broker & InProcessExtras {
  const { order = 'channel' } = options;
  const guarantees: BrokerGuarantees = { ...GUARANTEES, order };
  const store = createMessageStore({
    nowMs: options.clock.nowMs,
    maxAttemptCount: options.maxAttemptCount ?? DEFAULT_MAX_ATTEMPT_COUNT,
    maxKeptCount: options.maxKeptCount ?? DEFAULT_MAX_KEPT_COUNT,
    maxKeptBytes: options.maxKeptBytes ?? DEFAULT_MAX_KEPT_BYTES,
    rememberedCount: options.rememberedCount ?? DEFAULT_REMEMBERED_COUNT,
    isKeyed: order === 'key',
  });
  const connections = new Set<Connection>();
  let isDown = false;

  const connect = (): Broker => {
    const connection: Connection = { subscriptions: new Set() };
    connections.add(connection);
    const assertThere = (): void => {
      if (!connections.has(connection)) throw brokerLost('in-process', 'the connection was closed');
      if (isDown) throw brokerLost('in-process', 'it is down');
    };
    return {
      kind: 'in-process',
      guarantees,
      publish: (message) => {
        try {
          assertThere();
          store.publish(message);
          return DONE;
        } catch (error) {
          return Promise.reject(error);
        }
      },
      subscribe: async (subscription, receive) => {
        assertThere();
        return subscribed(connection, store.attach(subscription, { prefetchCount: subscription.prefetchCount, receive }));
      },
      close: async () => {
        connections.delete(connection);
        cut(connection);
      },
    };
  };

  return {
    ...connect(),
    close: async () => {
      for (const connection of connections) cut(connection);
      connections.clear();
      store.clear();
    },
    connect,
    depthOf: store.depthOf,
    forget: store.forget,
    down: () => {
      isDown = true;
      for (const connection of connections) cut(connection);
    },
    up: () => {
      isDown = false;
    },
    deadLetters: store.deadLetters,
  };
}

interface Connection {
  /** Each ends one. */
  readonly subscriptions: Set<() => void>;
}

function cut({ subscriptions }: Connection): void {
  for (const end of [...subscriptions]) end();
}

function subscribed({ subscriptions }: Connection, detach: () => void): Subscribed {
  let onLost = (): void => undefined;
  const lost = new Promise<void>((resolve) => {
    onLost = resolve;
  });
  const end = (): void => {
    subscriptions.delete(end);
    detach();
    onLost();
  };
  subscriptions.add(end);
  return {
    stop: async () => {
      if (subscriptions.delete(end)) detach();
    },
    lost,
  };
}

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

const DEFAULT_MAX_ATTEMPT_COUNT = 10;
const DEFAULT_MAX_KEPT_COUNT = 100_000;
const DEFAULT_MAX_KEPT_BYTES = 268_435_456;
const DEFAULT_REMEMBERED_COUNT = 10_000;
