import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concurrency } from '../../../src/fault/rate-limit/concurrency.js';
import { fixedWindow } from '../../../src/fault/rate-limit/fixed-window.js';
import type { Limiter } from '../../../src/fault/rate-limit/limiter.js';
import { limitHeaders } from '../../../src/fault/rate-limit/limit-headers.js';
import { slidingWindow } from '../../../src/fault/rate-limit/sliding-window.js';
import { tokenBucket } from '../../../src/fault/rate-limit/token-bucket.js';

const LIMITERS: readonly (readonly [string, (limitCount: number, windowMs: number) => Limiter<unknown>])[] = [
  ['fixed window', (limitCount, windowMs) => fixedWindow(limitCount, windowMs) as Limiter<unknown>],
  ['sliding window', (limitCount, windowMs) => slidingWindow(limitCount, windowMs) as Limiter<unknown>],
  ['token bucket', (limitCount, windowMs) => tokenBucket(limitCount, windowMs / limitCount) as Limiter<unknown>],
];
const runs = fc.record({
  limitCount: fc.integer({ min: 1, max: 8 }),
  windowMs: fc.integer({ min: 1, max: 2_000 }),
  gaps: fc.array(fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 3_000 })), { maxLength: 80 }),
});

describe.each(LIMITERS)('a %s', (_name, make) => {
  it('lets the first ones through and is back after a rest', () => {
    fc.assert(
      fc.property(runs, ({ limitCount, windowMs }) => {
        const limiter = make(limitCount, windowMs);
        expect(allowedAt(limiter, [...Array(limitCount + 1).fill(0), 2 * windowMs]).length).toBe(limitCount + 1);
      }),
      { seed: 1 },
    );
  });

  it('refuses with a wait after which one is let in, and not a moment before', () => {
    fc.assert(
      fc.property(runs, ({ limitCount, windowMs, gaps }) => {
        const limiter = make(limitCount, windowMs);
        let state = limiter.initialState;
        let nowMs = 10_000;
        for (const gap of gaps) {
          nowMs += gap;
          const taken = limiter.take(state, nowMs, {});
          state = taken.state;
          if (taken.isAllowed) continue;
          const waitMs = taken.waitMs ?? Number.NaN;
          expect(waitMs).toBeGreaterThan(0);
          expect(limiter.take(state, nowMs + waitMs, {}).isAllowed).toBe(true);
          expect(limiter.take(state, nowMs + waitMs * 0.99 - 0.01, {}).isAllowed).toBe(false);
        }
      }),
      { seed: 2 },
    );
  });

  it('tells what is left: so many are let in at once, and no more', () => {
    fc.assert(
      fc.property(runs, ({ limitCount, windowMs, gaps }) => {
        const limiter = make(limitCount, windowMs);
        let state = limiter.initialState;
        let nowMs = 10_000;
        for (const gap of gaps) {
          nowMs += gap;
          state = limiter.take(state, nowMs, {}).state;
          let tried = state;
          let passedCount = 0;
          for (let again = limiter.take(tried, nowMs, {}); again.isAllowed; again = limiter.take(tried, nowMs, {})) {
            tried = again.state;
            passedCount += 1;
          }
          expect(limiter.look(state, nowMs).remainingCount).toBe(passedCount);
        }
      }),
      { seed: 3 },
    );
  });

  it('has more to give when the time until then is over, and not before', () => {
    fc.assert(
      fc.property(runs, ({ limitCount, windowMs, gaps }) => {
        const limiter = make(limitCount, windowMs);
        let state = limiter.initialState;
        let nowMs = 10_000;
        for (const gap of gaps) {
          nowMs += gap;
          state = limiter.take(state, nowMs, {}).state;
          const { remainingCount, resetMs = 0 } = limiter.look(state, nowMs);
          if (remainingCount === limitCount) continue;
          expect(limiter.look(state, nowMs + resetMs).remainingCount).toBeGreaterThan(remainingCount);
          expect(limiter.look(state, nowMs + resetMs * 0.99 - 0.01).remainingCount).toBe(remainingCount);
        }
      }),
      { seed: 8 },
    );
  });

  it('stands still when time runs backwards', () => {
    const limiter = make(1, 1_000);
    expect(allowedAt(limiter, [5_000, 4_000, 3_000])).toEqual([5_000]);
  });
});

describe('a fixed window', () => {
  it('lets at most its limit through in each window, windows beginning with their first request', () => {
    fc.assert(
      fc.property(runs, ({ limitCount, windowMs, gaps }) => {
        const allowed = allowedAt(fixedWindow(limitCount, windowMs) as Limiter<unknown>, instants(gaps));
        let beganAtMs = Number.NEGATIVE_INFINITY;
        let count = 0;
        for (const atMs of allowed) {
          if (atMs >= beganAtMs + windowMs) {
            beganAtMs = atMs;
            count = 0;
          }
          count += 1;
          expect(count).toBeLessThanOrEqual(limitCount);
        }
      }),
      { seed: 4 },
    );
  });
});

describe('a sliding window', () => {
  it('lets at most its limit through in any window, wherever it begins', () => {
    fc.assert(
      fc.property(runs, ({ limitCount, windowMs, gaps }) => {
        const allowed = allowedAt(slidingWindow(limitCount, windowMs) as Limiter<unknown>, instants(gaps));
        for (const fromMs of allowed)
          expect(allowed.filter((atMs) => atMs >= fromMs && atMs < fromMs + windowMs).length).toBeLessThanOrEqual(limitCount);
      }),
      { seed: 5 },
    );
  });
});

describe('a token bucket', () => {
  it('lets at most its burst and what was filled in through, in any time', () => {
    fc.assert(
      fc.property(runs, ({ limitCount, windowMs, gaps }) => {
        const allowed = allowedAt(tokenBucket(limitCount, windowMs) as Limiter<unknown>, instants(gaps));
        for (const [first, fromMs] of allowed.entries())
          for (const [last, toMs] of allowed.entries())
            if (last >= first) expect(last - first + 1).toBeLessThanOrEqual(limitCount + (toMs - fromMs) / windowMs + 1e-6);
      }),
      { seed: 6, numRuns: 50 },
    );
  });
});

describe('concurrency', () => {
  it('lets in as many as its limit, and one more for each that is done', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.boolean(), { maxLength: 60 }), (limitCount, moves) => {
        const limiter = concurrency(limitCount);
        let state = limiter.initialState;
        const inside: object[] = [];
        for (const isArrival of moves) {
          if (isArrival) {
            const holder = {};
            const taken = limiter.take(state, 0, holder);
            state = taken.state;
            expect(taken.isAllowed).toBe(inside.length < limitCount);
            if (taken.isAllowed) inside.push(holder);
          } else state = limiter.release(state, inside.shift() ?? {});
          expect(limiter.look(state, 0).remainingCount).toBe(limitCount - inside.length);
        }
      }),
      { seed: 7 },
    );
  });

  it('is not given back by who was refused', () => {
    const limiter = concurrency(1);
    const [inside, refused] = [{}, {}];
    const state = limiter.take(limiter.take([], 0, inside).state, 0, refused).state;
    expect(limiter.look(limiter.release(state, refused), 0).remainingCount).toBe(0);
    expect(limiter.look(limiter.release(state, inside), 0).remainingCount).toBe(1);
  });
});

describe('limitHeaders', () => {
  const told = { quota: { remainingCount: 0, resetMs: 29_001 }, nowMs: 1_000_000 };

  it('writes the structured fields of the draft', () => {
    expect(limitHeaders('draft', { limitCount: 100, windowMs: 60_000 }, told)).toEqual([
      'ratelimit-policy',
      '"default";q=100;w=60',
      'ratelimit',
      '"default";r=0;t=30',
    ]);
  });

  it('writes the reset of the legacy headers as an instant', () => {
    expect(limitHeaders('legacy', { limitCount: 100, windowMs: 60_000 }, told)).toEqual([
      'x-ratelimit-limit',
      '100',
      'x-ratelimit-remaining',
      '0',
      'x-ratelimit-reset',
      '1030',
    ]);
  });

  it('leaves out what a limit without a window cannot know', () => {
    const quota = { remainingCount: 2, resetMs: undefined };
    const written = limitHeaders('both', { limitCount: 3, windowMs: undefined }, { quota, nowMs: 0 });
    expect(written.join(' ')).toBe('ratelimit-policy "default";q=3 ratelimit "default";r=2 x-ratelimit-limit 3 x-ratelimit-remaining 2');
  });

  it('writes nothing when it is told to', () => {
    expect(limitHeaders('none', { limitCount: 3, windowMs: undefined }, told)).toEqual([]);
  });
});

function instants(gaps: readonly number[]): readonly number[] {
  let atMs = 10_000;
  return gaps.map((gap) => {
    atMs += gap;
    return atMs;
  });
}

function allowedAt(limiter: Limiter<unknown>, atMs: readonly number[]): readonly number[] {
  let state = limiter.initialState;
  return atMs.filter((nowMs) => {
    const taken = limiter.take(state, nowMs, {});
    state = taken.state;
    return taken.isAllowed;
  });
}
