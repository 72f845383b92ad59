import { PartitionRun } from './partition-run.js';

/** The partitions that its group has given to one subscriber. */
export interface PartitionRuns {
  /** They are these from now on: what was handed over of another is nobody's here any more. */
  assign(partitions: readonly number[]): void;
  /** `undefined` for a partition of somebody else. */
  get(partition: number): PartitionRun | undefined;
  all(): readonly PartitionRun[];
  /** Whether one more message of this partition may be handed over. */
  hasRoom(run: PartitionRun): boolean;
}

export interface PartitionRunsParts {
  /** Of all partitions together. */
  readonly prefetchCount: number;
  /** Tells the broker the offset that is next. */
  readonly commit: (partition: number, nextOffset: string) => Promise<void>;
}

/**
 * No partitions yet.
 *
 * @param parts - of the subscriber
 */
export function createPartitionRuns({ prefetchCount, commit }: PartitionRunsParts): PartitionRuns {
  const runs = new Map<number, PartitionRun>();
  const unsettledCount = (): number => [...runs.values()].reduce((sum, run) => sum + run.unsettledCount, 0);
  return {
    assign: (partitions) => {
      for (const [partition, run] of runs)
        if (!partitions.includes(partition)) {
          run.end();
          runs.delete(partition);
        }
      for (const partition of partitions)
        if (!runs.has(partition)) runs.set(partition, new PartitionRun(partition, (offset) => commit(partition, offset)));
    },
    get: (partition) => runs.get(partition),
    all: () => [...runs.values()],
    hasRoom: (run) => run.size < MAX_AHEAD_COUNT && unsettledCount() < prefetchCount,
  };
}

/** Settled, but not told to the broker, since one before them is not. */
const MAX_AHEAD_COUNT = 100_000;
