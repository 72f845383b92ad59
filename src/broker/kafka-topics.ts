import type { Admin } from 'kafkajs';
import type { Clock } from '../base/clock.js';

/** What a subscriber must know about its topic before it joins a group, and what is left to be done after. */
export interface KafkaTopics {
  /** The topic is there; a cluster that makes topics by itself may still have to. */
  ensure(topic: string): Promise<void>;
  /** First offset and the one after the last, by partition. */
  bounds(topic: string): Promise<readonly { readonly partition: number; readonly low: string; readonly high: string }[]>;
  /** What a group has committed, by partition; an offset of `-1` when it has not. */
  committed(
    group: string,
    topic: string,
  ): Promise<readonly { readonly partition: number; readonly offset: string; readonly metadata: string | null }[]>;
  forgetGroup(group: string): Promise<void>;
}

/**
 * Questions and orders about topics, over one connection.
 *
 * @param admin - connected
 * @param options - how many partitions topics have that are made; time of the waits for a broker that is not ready yet
 */
export function createKafkaTopics(admin: Admin, options: { readonly partitionCount: number; readonly clock: Clock }): KafkaTopics {
  const { partitionCount, clock } = options;
  const ensured = new Map<string, Promise<void>>();
  const create = async (topic: string): Promise<void> => {
    try {
      await admin.createTopics({ topics: [{ topic, numPartitions: partitionCount }], waitForLeaders: false });
    } catch (cause) {
      // A cluster that does not let us make it may make it when it is first used, or says then what is wrong.
      if (cause instanceof Error && 'retriable' in cause && cause.retriable === false) return;
      throw cause;
    }
    await patiently(() => admin.fetchTopicMetadata({ topics: [topic] }), clock);
  };
  return {
    ensure: (topic) => {
      const known = ensured.get(topic) ?? create(topic);
      ensured.set(topic, known);
      known.catch(() => ensured.delete(topic));
      return known;
    },
    bounds: (topic) => patiently(() => admin.fetchTopicOffsets(topic), clock),
    committed: async (groupId, topic) => {
      const [found] = await patiently(() => admin.fetchOffsets({ groupId, topics: [topic] }), clock);
      return found?.partitions ?? [];
    },
    forgetGroup: async (group) => {
      // Not all clusters let us; those forget it by themselves in a few days.
      await admin.deleteGroups([group]).catch(() => undefined);
    },
  };
}

/** A broker that was just started says for a while that it is loading, or that another leads. */
async function patiently<T>(ask: () => Promise<T>, clock: Clock): Promise<T> {
  for (let tryCount = 1; ; tryCount += 1) {
    try {
      return await ask();
    } catch (cause) {
      const isForNow = cause instanceof Error && 'type' in cause && 'retriable' in cause && cause.retriable === true;
      if (!isForNow || tryCount >= MAX_TRY_COUNT) throw cause;
      await clock.sleep(WAIT_MS);
    }
  }
}

const MAX_TRY_COUNT = 50;
const WAIT_MS = 100;
