import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runSideBySide } from '../../src/check/side-by-side.js';

describe('things done side by side', () => {
  it('are each done once, begun in order, and never more at a time than there are workers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 5 }), { maxLength: 30 }), fc.integer({ min: 1, max: 6 }), async (turns, workerCount) => {
        const begun: number[] = [];
        let runningCount = 0;
        await runSideBySide(turns, workerCount, async (turnCount, index) => {
          begun.push(index);
          runningCount += 1;
          expect(runningCount).toBeLessThanOrEqual(workerCount);
          for (let turn = 0; turn < turnCount; turn += 1) await Promise.resolve();
          runningCount -= 1;
        });
        expect(begun).toEqual(turns.map((_, index) => index));
      }),
      { seed: 11 },
    );
  });

  it('end with the first failure, when everything that was begun has ended', async () => {
    const ended: number[] = [];
    const running = runSideBySide([0, 1, 2, 3], 2, async (item) => {
      if (item === 0) throw new Error('first');
      await Promise.resolve();
      ended.push(item);
    });
    await expect(running).rejects.toThrow('first');
    expect(ended).toEqual([1]);
  });
});
