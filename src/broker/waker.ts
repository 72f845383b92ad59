import type { Clock } from '../base/clock.js';

/** Waits that can be ended early, all at once. */
export interface Waker {
  /** Resolves when it is woken, or after so long. */
  sleep(durationMs: number): Promise<void>;
  wake(): void;
}

/**
 * Nobody sleeps yet.
 *
 * @param clock - says when a time is over
 */
export function createWaker(clock: Clock): Waker {
  const sleepers = new Set<AbortController>();
  return {
    sleep: async (durationMs) => {
      const sleeper = new AbortController();
      sleepers.add(sleeper);
      await clock.sleep(durationMs, sleeper.signal);
      sleepers.delete(sleeper);
    },
    wake: () => {
      for (const sleeper of sleepers) sleeper.abort();
    },
  };
}
