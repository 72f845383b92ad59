import type { Clock } from '../base/clock.js';
import { nowMs } from './clock.js';

/** The machine's own time as every runtime has it: in browsers and workers, too. */
export const webClock: Clock = {
  nowMs,
  sleep: (durationMs, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const untilMs = nowMs() + durationMs;
      let timer: ReturnType<typeof setTimeout>;
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      // A timer may come early, and takes no more than 31 bits.
      const wait = (): void => {
        const leftMs = untilMs - nowMs();
        if (leftMs <= 0) done();
        else timer = setTimeout(wait, Math.min(Math.ceil(leftMs), MAX_TIMER_MS));
      };
      signal?.addEventListener('abort', done, { once: true });
      wait();
    }),
};

const MAX_TIMER_MS = 2_147_483_647;
