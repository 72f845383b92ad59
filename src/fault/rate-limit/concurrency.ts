import type { Limiter } from './limiter.js';

/** Who is in. */
export type ConcurrencyState = readonly object[];

/**
 * At most `limitCount` at once.
 *
 * @param limitCount - 1 or more
 */
export function concurrency(limitCount: number): Limiter<ConcurrencyState> {
  return {
    initialState: [],
    take: (state, _nowMs, holder) =>
      state.length >= limitCount
        ? { state, isAllowed: false, waitMs: undefined }
        : { state: [...state, holder], isAllowed: true, waitMs: undefined },
    release: (state, holder) => (state.includes(holder) ? state.filter((other) => other !== holder) : state),
    look: (state) => ({ remainingCount: limitCount - state.length, resetMs: undefined }),
  };
}
