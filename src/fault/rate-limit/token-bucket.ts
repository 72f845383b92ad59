import type { Limiter } from './limiter.js';

/** How full the bucket was, and when. */
export interface TokenBucketState {
  readonly tokenCount: number;
  /** `-Infinity` before the first request. */
  readonly atMs: number;
}

/**
 * In any time t at most `burstCount` plus what was filled in during t.
 *
 * @param burstCount - 1 or more: what the bucket holds; it is full at first
 * @param msPerToken - more than 0
 */
export function tokenBucket(burstCount: number, msPerToken: number): Limiter<TokenBucketState> {
  const current = ({ tokenCount, atMs }: TokenBucketState, nowMs: number): TokenBucketState => {
    if (atMs === Number.NEGATIVE_INFINITY) return { tokenCount: burstCount, atMs: nowMs };
    const passedMs = Math.max(nowMs - atMs, 0);
    return { tokenCount: Math.min(burstCount, tokenCount + passedMs / msPerToken), atMs: Math.max(nowMs, atMs) };
  };
  // Filling in small steps adds up to a hair less than a whole token: who waited as long as was asked must be let in.
  const hasToken = (tokenCount: number): boolean => tokenCount >= 1 - ROUNDING;
  return {
    initialState: { tokenCount: burstCount, atMs: Number.NEGATIVE_INFINITY },
    take: (before, nowMs) => {
      const state = current(before, nowMs);
      if (!hasToken(state.tokenCount)) return { state, isAllowed: false, waitMs: (1 - state.tokenCount) * msPerToken };
      return { state: { ...state, tokenCount: Math.max(state.tokenCount - 1, 0) }, isAllowed: true, waitMs: undefined };
    },
    release: (state) => state,
    look: (before, nowMs) => {
      const { tokenCount } = current(before, nowMs);
      const remainingCount = Math.floor(tokenCount + ROUNDING);
      const isFull = remainingCount >= burstCount;
      return { remainingCount, resetMs: isFull ? 0 : Math.max(remainingCount + 1 - tokenCount, 0) * msPerToken };
    },
  };
}

const ROUNDING = 1e-9;
