import type { Limiter } from './limiter.js';

/** A window begins with the first request after the one before has ended. */
export interface FixedWindowState {
  /** `-Infinity` before the first request. */
  readonly beganAtMs: number;
  readonly takenCount: number;
}

/**
 * At most `limitCount` in each window.
 *
 * @param limitCount - 1 or more
 * @param windowMs - more than 0
 */
export function fixedWindow(limitCount: number, windowMs: number): Limiter<FixedWindowState> {
  const current = (state: FixedWindowState, nowMs: number): FixedWindowState =>
    nowMs >= state.beganAtMs + windowMs ? { beganAtMs: nowMs, takenCount: 0 } : state;
  return {
    initialState: { beganAtMs: Number.NEGATIVE_INFINITY, takenCount: 0 },
    take: (before, nowMs) => {
      const state = current(before, nowMs);
      if (state.takenCount >= limitCount) return { state, isAllowed: false, waitMs: state.beganAtMs + windowMs - nowMs };
      return { state: { ...state, takenCount: state.takenCount + 1 }, isAllowed: true, waitMs: undefined };
    },
    release: (state) => state,
    look: (before, nowMs) => {
      const state = current(before, nowMs);
      return { remainingCount: limitCount - state.takenCount, resetMs: state.beganAtMs + windowMs - nowMs };
    },
  };
}
