import type { BrokerMessage, Subscription } from '../broker.js';
import { brokerRefused } from '../broker-error.js';
import { type DeadLetter, deadLetterChannel, isDeadLetterChannel, messageFromDeadLetter } from './dead-letter.js';
import { type Entry, sizeOfMessage } from './entry.js';
import { createGroupQueue, type Gone, type GroupQueue, type QueueMember } from './group-queue.js';
import { createHistory } from './history.js';

/** All that a broker in process holds: queues of groups, which stay, and of listeners, which go with them. */
export interface MessageStore {
  /** @throws HostError `E_BROKER_REFUSED` when a queue of the channel is full */
  publish(message: BrokerMessage): void;
  /**
   * @returns ends it
   * @throws HostError `E_BROKER_REFUSED` when there are too many queues
   */
  attach(subscription: Pick<Subscription, 'channel' | 'group' | 'from'>, member: QueueMember): () => void;
  depthOf(channel: string, group: string): number;
  forget(channel: string, group: string): void;
  deadLetters(channel: string): readonly DeadLetter[];
  clear(): void;
}

export interface MessageStoreParts {
  readonly nowMs: () => number;
  readonly maxAttemptCount: number;
  /** In one queue. */
  readonly maxKeptCount: number;
  /** In all queues. */
  readonly maxKeptBytes: number;
  /** For who begins with the earliest. */
  readonly rememberedCount: number;
  readonly isKeyed: boolean;
}

/**
 * An empty store.
 *
 * @param parts - its time, and its bounds
 */
export function createMessageStore(parts: MessageStoreParts): MessageStore {
  const { maxKeptCount, maxKeptBytes, nowMs } = parts;
  const queues = new Map<string, Set<GroupQueue>>();
  const history = createHistory<BrokerMessage>({ maxCount: parts.rememberedCount, maxBytes: REMEMBERED_BYTES, sizeBytes: sizeOfMessage });
  const letters = createHistory<DeadLetter>({
    maxCount: REMEMBERED_LETTER_COUNT,
    maxBytes: REMEMBERED_BYTES,
    sizeBytes: ({ message }) => sizeOfMessage(message),
  });
  let sequence = 0;
  let keptBytes = 0;
  let queueCount = 0;

  const enqueue = (queue: GroupQueue, message: BrokerMessage, sizeBytes: number): void => {
    keptBytes += sizeBytes;
    sequence += 1;
    queue.push({ message, sequence, sizeBytes, attemptCount: 0 });
  };

  const publish = (message: BrokerMessage): void => {
    const receiving = queues.get(message.channel);
    const sizeBytes = sizeOfMessage(message);
    if (receiving !== undefined) {
      for (const queue of receiving)
        if (queue.depthCount >= maxKeptCount) throw brokerRefused('in-process', message.channel, `${maxKeptCount} messages are waiting`);
      if (keptBytes + sizeBytes * receiving.size > maxKeptBytes)
        throw brokerRefused('in-process', message.channel, `${maxKeptBytes} bytes of messages are waiting`);
      for (const queue of receiving) enqueue(queue, message, sizeBytes);
    }
    history.add(message, sizeBytes);
  };

  const putAside = (letter: DeadLetter): void => {
    letters.add(letter);
    const message = messageFromDeadLetter(letter);
    history.add(message);
    // A queue of dead letters that is full takes no more of them: refusing would leave the message with the receiver that cannot take it.
    for (const queue of queues.get(deadLetterChannel(letter.message.channel)) ?? [])
      if (queue.depthCount < maxKeptCount) enqueue(queue, message, sizeOfMessage(message));
  };

  const onGone = (group: string | undefined, { message, attemptCount, sizeBytes }: Entry, how: Gone): void => {
    keptBytes -= sizeBytes;
    const isAside = how === 'rejected' || how === 'attempts';
    if (isAside && !isDeadLetterChannel(message.channel)) putAside({ message, group, reason: how, attemptCount, atMs: nowMs() });
  };

  const createQueue = ({ channel, group, from }: Pick<Subscription, 'channel' | 'group' | 'from'>): GroupQueue => {
    if (queueCount >= MAX_QUEUE_COUNT) throw brokerRefused('in-process', channel, `there are ${MAX_QUEUE_COUNT} queues`);
    queueCount += 1;
    const { isKeyed, maxAttemptCount } = parts;
    const queue = createGroupQueue({ group, isKeyed, maxAttemptCount, onGone: (entry, how) => onGone(group, entry, how) });
    const ofChannel = queues.get(channel) ?? new Set();
    queues.set(channel, ofChannel.add(queue));
    if (from === 'earliest')
      for (const message of history.items()) if (message.channel === channel) enqueue(queue, message, sizeOfMessage(message));
    return queue;
  };

  const groupQueue = (channel: string, group: string): GroupQueue | undefined => {
    for (const queue of queues.get(channel) ?? []) if (queue.group === group) return queue;
    return undefined;
  };

  const drop = (channel: string, queue: GroupQueue): void => {
    queue.close();
    if (queues.get(channel)?.delete(queue) !== true) return;
    queueCount -= 1;
    if (queues.get(channel)?.size === 0) queues.delete(channel);
  };

  const attach = (subscription: Pick<Subscription, 'channel' | 'group' | 'from'>, member: QueueMember): (() => void) => {
    const { channel, group } = subscription;
    const queue = (group === undefined ? undefined : groupQueue(channel, group)) ?? createQueue(subscription);
    const detach = queue.attach(member);
    return group === undefined ? () => drop(channel, queue) : detach;
  };

  return {
    publish,
    attach,
    depthOf: (channel, group) => groupQueue(channel, group)?.depthCount ?? 0,
    forget: (channel, group) => {
      const queue = groupQueue(channel, group);
      if (queue !== undefined) drop(channel, queue);
    },
    deadLetters: (channel) => letters.items().filter(({ message }) => message.channel === channel),
    clear: () => {
      for (const [channel, ofChannel] of [...queues]) for (const queue of [...ofChannel]) drop(channel, queue);
    },
  };
}

const REMEMBERED_LETTER_COUNT = 10_000;
const REMEMBERED_BYTES = 67_108_864;
const MAX_QUEUE_COUNT = 10_000;
