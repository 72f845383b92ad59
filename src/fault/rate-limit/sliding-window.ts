import type { Limiter } from './limiter.js';

/** When those were let in that still count, oldest first. */
export type SlidingWindowState = readonly number[];

/**
 * At most `limitCount` in any window, wherever it begins.
 *
 * @param limitCount - 1 or more; so many instants are kept
 * @param windowMs - more than 0
 */
export function slidingWindow(limitCount: number, windowMs: number): Limiter<SlidingWindowState> {
  const current = (state: SlidingWindowState, nowMs: number): SlidingWindowState => {
    const first = state.findIndex((atMs) => atMs + windowMs > nowMs);
    return first <= 0 ? (first === 0 ? state : []) : state.slice(first);
  };
  const untilOldestMs = (state: SlidingWindowState, nowMs: number): number => (state[0] ?? nowMs) + windowMs - nowMs;
  return {
    initialState: [],
    take: (before, nowMs) => {
      const state = current(before, nowMs);
      if (state.length >= limitCount) return { state, isAllowed: false, waitMs: untilOldestMs(state, nowMs) };
      return { state: [...state, Math.max(nowMs, state.at(-1) ?? nowMs)], isAllowed: true, waitMs: undefined };
    },
    release: (state) => state,
    look: (before, nowMs) => {
      const state = current(before, nowMs);
      return { remainingCount: limitCount - state.length, resetMs: untilOldestMs(state, nowMs) };
    },
  };
}
