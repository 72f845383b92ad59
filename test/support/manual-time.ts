import type { ManualClock } from '../../src/scenario/simulated/manual-clock.js';

/** Runs the timers of a clock until a promise is settled: between two of them everything that can run has run. */
export async function untilDone<Value>(clock: ManualClock, work: Promise<Value>): Promise<Value> {
  let isDone = false;
  void work.then(
    () => {
      isDone = true;
    },
    () => {
      isDone = true;
    },
  );
  for (;;) {
    await turn();
    if (isDone) return work;
    if (!clock.runNext()) throw new Error('nothing will ever happen again, and the work is not done');
  }
}

/** Lets so much time pass. */
export function pass(clock: ManualClock, durationMs: number): Promise<void> {
  return untilDone(clock, clock.sleep(durationMs));
}

/** Everything that can run now has run. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
