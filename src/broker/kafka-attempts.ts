import type { PartitionRun } from './partition-run.js';

/** What of a topic's partitions was handed over and what was settled, by this member of a group and by those before it. */
export interface KafkaAttempts {
  /** @returns how often it was handed over, this time included */
  handed(partition: number, offset: string): number;
  /** Nobody will be handed it again. */
  forget(partition: number, offset: string): void;
  /** Whether a member before us settled it, while something before it was not; asked once. */
  takeSettled(partition: number, offset: string): boolean;
  /** @param committed - what members before us left with their offsets */
  read(committed: readonly { readonly partition: number; readonly metadata: string | null }[]): void;
  /** What this member leaves: `17x2 18s` is how often a message was handed over, and what is settled after it. */
  noteFor(run: PartitionRun): string;
}

/** Nothing was handed over. */
export function createKafkaAttempts(): KafkaAttempts {
  /** By partition and offset: of what is not settled. */
  const attempts = new Map<string, number>();
  /** Commits could not say it otherwise. */
  const settledByOthers = new Set<string>();
  return {
    handed: (partition, offset) => {
      const key = keyOf(partition, offset);
      const attempt = (attempts.get(key) ?? 0) + 1;
      attempts.set(key, attempt);
      return attempt;
    },
    forget: (partition, offset) => void attempts.delete(keyOf(partition, offset)),
    takeSettled: (partition, offset) => settledByOthers.delete(keyOf(partition, offset)),
    read: (committed) => {
      for (const { partition, metadata } of committed)
        for (const [, offset = '', count] of (metadata ?? '').matchAll(/(\d+)(?:x(\d+)|s)/gu)) {
          const key = keyOf(partition, offset);
          if (count === undefined) settledByOthers.add(key);
          else attempts.set(key, Math.max(Number(count), attempts.get(key) ?? 0));
        }
    },
    noteFor: (run) => {
      const texts = run.remembered().map(([offset, isSettled]) => {
        return isSettled ? `${offset}s` : `${offset}x${attempts.get(keyOf(run.partition, offset)) ?? 1}`;
      });
      return texts.slice(0, MAX_TOLD_COUNT).join(' ');
    },
  };
}

function keyOf(partition: number, offset: string): string {
  return `${partition}/${offset}`;
}

/** The broker takes 4,096 bytes of such notes with an offset. */
const MAX_TOLD_COUNT = 100;
