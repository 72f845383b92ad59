import type { Clock } from '../../base/clock.js';
import type { SimulatedClock } from '../consumer-adapter.js';
import type { QueuedTimer } from './timer-queue.js';
import { createTimerQueue } from './timer-queue.js';

/** A clock that stands still until it is moved to its next timer. No wait is ever early or late. */
export interface ManualClock extends Clock {
  /** Where it began. */
  readonly startMs: number;
  /** @param delayMs - 0 or more, fractions allowed, exact */
  schedule(callback: () => void, delayMs: number): QueuedTimer;
  cancel(timer: QueuedTimer): void;
  /** Moves to the next timer and runs it; `false` when there is none. */
  runNext(): boolean;
  /** The same clock as programs are given it. */
  readonly forPrograms: SimulatedClock;
}

/**
 * A clock that only {@link ManualClock.runNext} moves.
 *
 * @param startMs - ms since 1970
 */
export function createManualClock(startMs: number): ManualClock {
  const queue = createTimerQueue();
  let now = startMs;
  let runAtInstantCount = 0;

  const nowMs = (): number => now;
  const schedule = (callback: () => void, delayMs: number): QueuedTimer => queue.add(now + Math.max(0, delayMs), callback);

  const runNext = (): boolean => {
    const timer = queue.take();
    if (timer === undefined) return false;
    runAtInstantCount = timer.atMs > now ? 0 : runAtInstantCount + 1;
    now = Math.max(now, timer.atMs);
    // Whoever waits for nothing at all, for ever, would stop the time of all others. Nothing becomes earlier by this.
    if (runAtInstantCount > MAX_AT_INSTANT_COUNT) now += 1;
    timer.callback();
    return true;
  };

  const sleep = (durationMs: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const timer = schedule(() => {
        signal?.removeEventListener('abort', end);
        resolve();
      }, durationMs);
      const end = (): void => {
        queue.cancel(timer);
        resolve();
      };
      signal?.addEventListener('abort', end, { once: true });
    });

  const base = { startMs, nowMs, sleep, schedule, cancel: queue.cancel, runNext };
  return { ...base, forPrograms: programClock(base) };
}

/** A program may well do this much at one instant; one that does more is going round in circles. */
const MAX_AT_INSTANT_COUNT = 10_000;

function programClock(clock: Omit<ManualClock, 'forPrograms'>): SimulatedClock {
  return {
    nowMs: clock.nowMs,
    sleep: async (durationMs, { signal } = {}) => {
      signal?.throwIfAborted();
      await clock.sleep(durationMs, signal);
      signal?.throwIfAborted();
    },
    setTimeout: (callback, delayMs) => clock.schedule(callback, timeoutMs(delayMs)),
    clearTimeout: (timer) => {
      if (isTimer(timer)) clock.cancel(timer);
    },
  };
}

/**
 * How long a timer set for this really takes: what is no delay, or longer than 2³¹-1 ms, becomes 1 ms, as in Node and in browsers. Clients that
 * wait for such a delay find themselves in a hot loop.
 *
 * @param delayMs - as given to `setTimeout`
 * @see https://nodejs.org/api/timers.html#settimeoutcallback-delay-args
 */
export function timeoutMs(delayMs: unknown): number {
  const delay = Number(delayMs);
  return delay >= 1 && delay <= MAX_TIMEOUT_MS ? delay : 1;
}

const MAX_TIMEOUT_MS = 2_147_483_647;

function isTimer(value: unknown): value is QueuedTimer {
  return typeof value === 'object' && value !== null && 'isOver' in value && 'callback' in value;
}
