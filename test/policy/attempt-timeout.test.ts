import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptTimeoutMs } from '../../src/policy/attempt-timeout.js';

describe('the timeout of an attempt', () => {
  it('never shrinks, and stays between the first and the cap', () => {
    const growth = fc.record({ factor: fc.double({ min: 1, max: 10, noNaN: true }), capMs: fc.integer({ min: 1, max: 60_000 }) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), growth, fc.integer({ min: 1, max: 400 }), (timeoutMs, timeoutGrowth, number) => {
        const own = attemptTimeoutMs({ timeoutMs, timeoutGrowth }, number) ?? 0;
        const next = attemptTimeoutMs({ timeoutMs, timeoutGrowth }, number + 1) ?? 0;
        expect(own).toBeGreaterThanOrEqual(timeoutMs);
        expect(own).toBeLessThanOrEqual(Math.max(timeoutMs, timeoutGrowth.capMs));
        expect(next).toBeGreaterThanOrEqual(own);
      }),
      { seed: 1 },
    );
  });

  it('is the same for all where none grows, and none where none is claimed', () => {
    expect(attemptTimeoutMs({ timeoutMs: 2_000 }, 7)).toBe(2_000);
    expect(attemptTimeoutMs({ timeoutMs: undefined }, 7)).toBeUndefined();
  });

  it('doubles: 2, 4 and 8 seconds', () => {
    const policy = { timeoutMs: 2_000, timeoutGrowth: { factor: 2, capMs: Number.POSITIVE_INFINITY } };
    expect([1, 2, 3].map((number) => attemptTimeoutMs(policy, number))).toEqual([2_000, 4_000, 8_000]);
  });
});
