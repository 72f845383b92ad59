import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../base/clock.js';
import { nowMs } from './clock.js';

/** Where all clocks of this process agree, whatever their scale: its beginning, in ms since 1970. */
export const CLOCK_ORIGIN_MS: number = performance.timeOrigin;

/**
 * A clock that runs faster than the machine's. All clocks of one scale in this process and in programs started with `compressedEnv` agree.
 *
 * @param scale - 1 or more: so many ms pass here in one ms of the machine
 * @param originMs - when it agrees with the machine's, since 1970; another one for programs whose time runs faster from their start on
 */
export function createScaledClock(scale: number, originMs: number = CLOCK_ORIGIN_MS): Clock {
  const now = (): number => originMs + (nowMs() - originMs) * scale;
  return {
    nowMs: now,
    async sleep(durationMs, signal) {
      const untilMs = now() + durationMs;
      // A timer of Node may come up to 1 ms early, and takes no more than 31 bits.
      for (let leftMs = durationMs; leftMs > 0 && signal?.aborted !== true; leftMs = untilMs - now()) {
        await realSleep(Math.min(Math.ceil(leftMs / scale), MAX_TIMER_MS), signal);
      }
    },
  };
}

async function realSleep(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(durationMs, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    // To be woken is no failure.
    if (signal?.aborted !== true) throw error;
  }
}

const MAX_TIMER_MS = 2_147_483_647;
