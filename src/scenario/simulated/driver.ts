import type { ManualClock } from './manual-clock.js';

/** What became of work on a clock that is moved by hand: `pending` when nothing could run any more and no timer was left. */
export type Settled<T> = { readonly kind: 'settled'; readonly value: T } | { readonly kind: 'pending' };

/** Moves a clock while somebody waits on it, and only then: whatever happens in between takes no time. */
export interface Driver {
  /**
   * Runs until the work is done.
   *
   * @param work - a rejection is passed on
   */
  settle<T>(work: Promise<T>): Promise<Settled<T>>;
  /**
   * Work that takes real time and no simulated time, as reading a Blob does: the clock waits for it, though not for ever, since it may itself
   * wait for the clock.
   */
  standStill<T>(work: Promise<T>): Promise<T>;
}

/**
 * A driver that lets everything run that can, then jumps to the next timer, one timer at a time: so each timer sees what the one before it did.
 *
 * @param clock - moved by nobody else
 * @param turn - resolves once all that can run without a timer has run
 * @param signal - ends all waiting: what is waited for is then rejected with its reason
 */
export function createDriver(clock: ManualClock, turn: () => Promise<void>, signal: AbortSignal): Driver {
  const waiting = new Set<Waiting>();
  let isRunning = false;
  let stillCount = 0;

  const run = async (): Promise<void> => {
    for (;;) {
      await turn();
      for (let turnCount = 0; stillCount > 0 && turnCount < MAX_STILL_TURN_COUNT; turnCount += 1) await turn();
      if (waiting.size === 0) return;
      signal.throwIfAborted();
      if (clock.runNext()) continue;
      for (const { giveUp } of waiting) giveUp();
      waiting.clear();
    }
  };

  const start = (): void => {
    isRunning = true;
    const failAll = (error: unknown): void => {
      for (const { fail } of waiting) fail(error);
      waiting.clear();
    };
    void run()
      .catch(failAll)
      .finally(() => {
        isRunning = false;
        // Somebody may have begun to wait in between.
        if (waiting.size > 0) start();
      });
  };

  const settle = <T>(work: Promise<T>): Promise<Settled<T>> =>
    new Promise((resolve, reject) => {
      const one: Waiting = { giveUp: () => resolve({ kind: 'pending' }), fail: reject };
      waiting.add(one);
      work.then(
        (value) => {
          waiting.delete(one);
          resolve({ kind: 'settled', value });
        },
        (error: unknown) => {
          waiting.delete(one);
          reject(error);
        },
      );
      if (!isRunning) start();
    });

  const standStill = <T>(work: Promise<T>): Promise<T> => {
    stillCount += 1;
    return work.finally(() => {
      stillCount -= 1;
    });
  };

  return { settle, standStill };
}

const MAX_STILL_TURN_COUNT = 1_000;

/** Somebody who waits on the clock. */
interface Waiting {
  readonly giveUp: () => void;
  /** What a timer threw is nobody's in particular, so all hear of it. */
  readonly fail: (error: unknown) => void;
}
