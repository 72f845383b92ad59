import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pace } from '../../src/check/pace.js';
import { createPace } from '../../src/check/pace.js';

const NEVER = new AbortController().signal;

describe('a pace', () => {
  it('lets no second have more requests than allowed, whoever asks and however long each takes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 10, maxLength: 60 }),
        async (ratePerSecond, workerCount, callDurationsMs) => {
          const sentAtMs = await sentBy(workerCount, callDurationsMs, ratePerSecond);
          for (const [index, atMs] of sentAtMs.entries()) {
            const later = sentAtMs[index + ratePerSecond];
            if (later !== undefined) expect(later - atMs).toBeGreaterThanOrEqual(1_000 - 1e-6);
          }
        },
      ),
      { seed: 7, numRuns: 60 },
    );
  });

  it('waits for nothing when no bound is set', async () => {
    const { pace, clock } = manual(undefined);
    for (let count = 0; count < 100; count += 1) await pace.turn(NEVER);
    expect(clock.slept).toEqual([]);
  });

  it('holds all who ask for as long as it was told, also those who wait already', async () => {
    const { pace, clock } = manual(10);
    await pace.turn(NEVER);
    const waiting = pace.turn(NEVER);
    pace.hold(2_000);
    await waiting;
    expect(clock.nowMs).toBeGreaterThanOrEqual(2_000);
  });

  it('ends a wait with the reason of the signal', async () => {
    const { pace } = manual(1);
    await pace.turn(NEVER);
    await expect(pace.turn(AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
  });
});

interface ManualClock {
  nowMs: number;
  readonly slept: number[];
}

function manual(ratePerSecond: number | undefined): { readonly pace: Pace; readonly clock: ManualClock } {
  const clock: ManualClock = { nowMs: 0, slept: [] };
  const sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    clock.slept.push(ms);
    const untilMs = clock.nowMs + ms;
    await Promise.resolve();
    clock.nowMs = Math.max(clock.nowMs, untilMs);
  };
  return { pace: createPace(ratePerSecond, { nowMs: () => clock.nowMs, sleep }), clock };
}

/** Workers on a clock of events: whoever is due first goes on. */
async function sentBy(workerCount: number, durationsMs: readonly number[], ratePerSecond: number): Promise<readonly number[]> {
  let nowMs = 0;
  const waiting: { readonly atMs: number; readonly wake: () => void }[] = [];
  const sleep = (ms: number): Promise<void> => new Promise((wake) => waiting.push({ atMs: nowMs + ms, wake }));
  const pace = createPace(ratePerSecond, { nowMs: () => nowMs, sleep });
  const sentAtMs: number[] = [];
  const left = [...durationsMs];
  let doneCount = 0;
  const work = async (): Promise<void> => {
    for (let durationMs = left.shift(); durationMs !== undefined; durationMs = left.shift()) {
      await pace.turn(NEVER);
      sentAtMs.push(nowMs);
      await sleep(durationMs);
    }
    doneCount += 1;
  };
  const workers = Array.from({ length: workerCount }, work);
  while (doneCount < workerCount) {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    waiting.sort((one, other) => one.atMs - other.atMs);
    const next = waiting.shift();
    if (next === undefined) continue;
    nowMs = Math.max(nowMs, next.atMs);
    next.wake();
  }
  await Promise.all(workers);
  return sentAtMs;
}
