/** Channels that programs send to and receive from: one port, many brokers. Every adapter passes the same law suite for what it guarantees. */
export interface Broker {
  readonly kind: BrokerKind;
  readonly guarantees: BrokerGuarantees;
  /**
   * Gives a message to the broker.
   *
   * @param message - whole
   * @returns once the broker has taken it over, as far as its protocol can tell (publisher confirm, PUBACK, replica's answer); immediately after writing where it cannot
   * @throws HostError `E_BROKER_LOST` when it is away, `E_BROKER_REFUSED` when it does not take the message
   */
  publish(message: BrokerMessage): Promise<void>;
  /**
   * Receives. What is delivered while `receive` has not settled counts against `prefetchCount`; deliveries of one ordered channel are handed over one after the other.
   *
   * @param subscription - what, and as whom
   * @param receive - told of each delivery; an error it throws is a rejection to be delivered again
   * @returns once the broker has confirmed it: what is published from now on arrives
   */
  subscribe(subscription: Subscription, receive: (delivery: Delivery) => void | Promise<void>): Promise<Subscribed>;
  /** Ends all subscriptions and connections; what is not settled goes back to the broker. */
  close(): Promise<void>;
}

export type BrokerKind =
  | 'in-process'
  | 'redis-pubsub'
  | 'redis-streams'
  | 'amqp'
  | 'mqtt'
  | 'nats'
  | 'jetstream'
  | 'kafka'
  | 'websocket'
  | 'webhook';

/** What a broker promises; the law suite tests just this, and oracles hold a receiver to no more. */
export interface BrokerGuarantees {
  readonly delivery: 'at-most-once' | 'at-least-once';
  /** Within what the order of sending is the order of delivery, while nothing is redelivered. */
  readonly order: 'channel' | 'key' | 'none';
  /** Messages sent while a known group has nobody subscribed are kept for it. */
  readonly keepsForAbsent: boolean;
  /** Deliveries can be acknowledged and rejected; without it `settle` does nothing. */
  readonly settles: boolean;
  readonly deadLetters: boolean;
  /** Several subscribers of one group share its messages. */
  readonly groups: boolean;
  readonly headers: boolean;
  readonly keys: boolean;
  /** What was confirmed is still there after the broker was killed and started again. */
  readonly survivesRestart: boolean;
}

export interface BrokerMessage {
  /** The address: `orders/17`, `events:payment:payment.created`. The adapter brings it to what its protocol can say. */
  readonly channel: string;
  /** Orders and partitions. */
  readonly key: string | undefined;
  /** Names as sent; carried where the protocol has headers, else in nothing (the payload is never wrapped). */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly payload: Uint8Array;
  readonly contentType: string | undefined;
  readonly messageId: string | undefined;
  readonly correlationId: string | undefined;
  readonly replyTo: string | undefined;
}

export interface Subscription {
  /** An address without variables. */
  readonly channel: string;
  /** Who shares messages with whom; `undefined`: a listener of its own that gets all. */
  readonly group: string | undefined;
  /** Where a listener or a group that is new begins. */
  readonly from: 'new' | 'earliest';
  /** Deliveries at once that are not settled, 1 or more. */
  readonly prefetchCount: number;
}

export interface Delivery {
  readonly message: BrokerMessage;
  /** As the broker counts it, 1 for the first; brokers that only know "again" say 2. */
  readonly attempt: number;
  /**
   * Says what became of it, once; later calls do nothing.
   *
   * @param how - `requeue` to be delivered again, `dead-letter` to be put aside (dropped where the broker has no such place)
   * @throws HostError `E_BROKER_LOST` when the broker did not hear it
   */
  settle(how: 'ack' | 'requeue' | 'dead-letter'): Promise<void>;
}

export interface Subscribed {
  /** No delivery is handed over after it resolves. */
  stop(): Promise<void>;
  /** Resolves when the broker went away and the subscription with it; adapters that come back by themselves leave it out. */
  readonly lost?: Promise<void> | undefined;
  /**
   * Resolves once all that the broker had taken when it was asked is handed over; adapters whose protocol has no answer to that leave it out.
   *
   * @throws HostError `E_BROKER_LOST`
   */
  readonly caughtUp?: (() => Promise<void>) | undefined;
}
