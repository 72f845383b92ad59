import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPartitionRuns } from '../../src/broker/partition-runs.js';

const anyStep = fc.oneof(
  fc.record({ kind: fc.constant('assign' as const), partitions: fc.uniqueArray(fc.nat(3)) }),
  fc.record({ kind: fc.constant('hand' as const), partition: fc.nat(3) }),
  fc.record({ kind: fc.constant('settle' as const), partition: fc.nat(3) }),
);

it('has the partitions that were given last, keeps the runs of those it had, and room for as many as may be unsettled in all of them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 30 }), fc.integer({ min: 1, max: 4 }), async (steps, prefetchCount) => {
      const committed: string[] = [];
      const runs = createPartitionRuns({
        prefetchCount,
        commit: async (partition, offset) => void committed.push(`${partition}:${offset}`),
      });
      // Offsets that are not settled, by partition.
      const open = new Map<number, string[]>();
      let offset = 0;
      for (const step of steps) {
        if (step.kind === 'assign') {
          const before = runs.all();
          runs.assign(step.partitions);
          for (const run of before) expect(run.isEnded).toBe(!step.partitions.includes(run.partition));
          for (const partition of [...open.keys()]) if (!step.partitions.includes(partition)) open.delete(partition);
          for (const partition of step.partitions) open.set(partition, open.get(partition) ?? []);
          expect(before.filter((run) => !run.isEnded).every((run) => runs.get(run.partition) === run)).toBe(true);
        } else {
          const [run, own] = [runs.get(step.partition), open.get(step.partition)];
          expect(run === undefined).toBe(own === undefined);
          if (run === undefined || own === undefined) continue;
          offset += 1;
          if (step.kind === 'hand') {
            run.hand(String(offset));
            own.push(String(offset));
          } else {
            const first = own.shift();
            if (first === undefined) continue;
            await run.settle(first);
            expect(committed.at(-1)).toBe(`${run.partition}:${Number(first) + 1}`);
          }
        }
        expect(
          runs
            .all()
            .map(({ partition }) => partition)
            .toSorted(),
        ).toEqual([...open.keys()].toSorted());
        const unsettledCount = [...open.values()].flat().length;
        for (const run of runs.all()) expect(runs.hasRoom(run)).toBe(unsettledCount < prefetchCount);
      }
    }),
    { seed: 3, numRuns: 200 },
  );
});
