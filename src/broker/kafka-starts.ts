import type { Consumer, TopicPartitionOffset } from 'kafkajs';
import type { Clock } from '../base/clock.js';
import type { Subscription } from './broker.js';
import type { KafkaTopics } from './kafka-topics.js';

/** Whose beginnings are asked for. */
export interface KafkaGroup {
  readonly group: string;
  readonly topic: string;
  readonly from: Subscription['from'];
}

/**
 * Where a group begins in those partitions of which it has committed nothing.
 *
 * @param topics - of the connection
 * @param of - the group, and where a new one begins
 */
export async function kafkaStarts(topics: KafkaTopics, { group, topic, from }: KafkaGroup): Promise<readonly TopicPartitionOffset[]> {
  // Bounds first: whoever commits after we asked began no earlier than what we have seen.
  const bounds = await topics.bounds(topic);
  const committed = await topics.committed(group, topic);
  const known = new Set(committed.filter(({ offset }) => offset !== '-1').map(({ partition }) => partition));
  return bounds
    .filter(({ partition }) => !known.has(partition))
    .map(({ partition, low, high }) => ({ topic, partition, offset: from === 'new' ? high : low }));
}

/**
 * Commits where a group began, for whoever joins next, who would otherwise begin where the topic ends by then. In the middle of a rebalance nobody is
 * heard, so it is tried again.
 *
 * @param consumer - a member of the group
 * @param starts - of its partitions
 * @param waits - time, and until when it is tried
 */
export async function commitStarts(
  consumer: Consumer,
  starts: readonly TopicPartitionOffset[],
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  for (let tryCount = 1; ; tryCount += 1) {
    try {
      return await consumer.commitOffsets([...starts]);
    } catch (cause) {
      if (tryCount >= MAX_COMMIT_TRY_COUNT) throw cause;
      await clock.sleep(RETRY_MS, signal);
    }
  }
}

const MAX_COMMIT_TRY_COUNT = 20;
const RETRY_MS = 200;
