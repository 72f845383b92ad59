import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFromSeed } from '../../src/base/random.js';
import type { Backoff, Jitter, RetryPolicy } from '../../src/policy/policy.js';
import { waitBounds } from '../../src/policy/wait-bounds.js';
import { drawWaits } from '../support/recovering-client.js';

describe('the bounds of a wait', () => {
  it('hold whatever a right client draws', () => {
    fc.assert(
      fc.property(retryArbitrary(), fc.integer(), (retry, seed) => {
        let before: number | undefined;
        for (const [index, waitMs] of drawWaits(retry, randomFromSeed(seed)).entries()) {
          const { loMs, hiMs } = waitBounds(retry, index + 1, before);
          expect(waitMs).toBeGreaterThanOrEqual(loMs - TINY * waitMs);
          expect(waitMs).toBeLessThanOrEqual(hiMs + TINY * waitMs);
          before = waitMs;
        }
      }),
      { seed: 42 },
    );
  });

  it.each<[string, RetryPolicy, RetryPolicy]>([
    ['has no cap', exponential({ capMs: 800 }), exponential({})],
    ['multiplies by another factor', exponential({}), exponential({ factor: 3 })],
    ['counts from zero', exponential({}), exponential({ baseMs: 50 })],
    ['counts one too many', exponential({}), exponential({ baseMs: 200 })],
    ['grows by steps instead of doubling', exponential({}), { ...exponential({}), backoff: { kind: 'linear', baseMs: 100, capMs: 1e9 } }],
    ['draws from a wider range', withJitter({ kind: 'equal' }), withJitter({ kind: 'full' })],
    ['adds its jitter where it claims none', withJitter({ kind: 'none' }), withJitter({ kind: 'double' })],
    ['spreads further than it claims', withJitter({ kind: 'proportional', ratio: 0.1 }), withJitter({ kind: 'proportional', ratio: 0.5 })],
    ['does not wait', exponential({}), { ...exponential({}), backoff: { kind: 'none' } }],
  ])('exclude a client that %s', (_what, claimed, real) => {
    const waits = Array.from({ length: 20 }, (_, run) => drawWaits(real, randomFromSeed('wrong', run)));
    const isOutside = waits.some((series) =>
      series.some((waitMs, index) => {
        const { loMs, hiMs } = waitBounds(claimed, index + 1, series[index - 1]);
        return waitMs < loMs - 1 || waitMs > hiMs + 1;
      }),
    );
    expect(isOutside).toBe(true);
  });

  it.each<[string, Backoff, Jitter, number, number | undefined, number, number]>([
    ['the first wait is the base', { kind: 'exponential', baseMs: 100, factor: 2, capMs: 1e9 }, { kind: 'none' }, 1, undefined, 100, 100],
    [
      'the third is the base times four',
      { kind: 'exponential', baseMs: 100, factor: 2, capMs: 1e9 },
      { kind: 'none' },
      3,
      undefined,
      400,
      400,
    ],
    ['the cap holds', { kind: 'exponential', baseMs: 100, factor: 2, capMs: 300 }, { kind: 'full' }, 9, undefined, 0, 300],
    [
      'a thousandth wait is still a number',
      { kind: 'exponential', baseMs: 0, factor: 2, capMs: 300 },
      { kind: 'none' },
      9_999,
      undefined,
      0,
      0,
    ],
    ['proportional goes beyond the cap', { kind: 'constant', baseMs: 100 }, { kind: 'proportional', ratio: 0.25 }, 1, undefined, 75, 125],
    ['linear is the base times n', { kind: 'linear', baseMs: 100, capMs: 1e9 }, { kind: 'equal' }, 3, undefined, 150, 300],
    ['decorrelated asks the wait before', { kind: 'decorrelated', baseMs: 100, capMs: 1_000 }, { kind: 'none' }, 2, 200, 100, 600],
    ['decorrelated is capped', { kind: 'decorrelated', baseMs: 100, capMs: 500 }, { kind: 'none' }, 2, 200, 100, 500],
    [
      'decorrelated without the wait before takes the longest',
      { kind: 'decorrelated', baseMs: 100, capMs: 5_000 },
      { kind: 'double' },
      2,
      undefined,
      100,
      3_600,
    ],
    ['decorrelated begins at the base', { kind: 'decorrelated', baseMs: 100, capMs: 500 }, { kind: 'none' }, 1, undefined, 100, 300],
  ])('are such that %s', (_what, backoff, jitter, index, before, loMs, hiMs) => {
    expect(waitBounds({ backoff, jitter }, index, before)).toEqual({ loMs, hiMs });
  });
});

function exponential(members: Partial<{ baseMs: number; factor: number; capMs: number }>): RetryPolicy {
  const backoff = { kind: 'exponential', baseMs: 100, factor: 2, capMs: Number.POSITIVE_INFINITY, ...members } as const;
  return { attemptCount: 7, on: undefined, backoff, jitter: { kind: 'none' } };
}

function withJitter(jitter: Jitter): RetryPolicy {
  return { ...exponential({}), jitter };
}

function retryArbitrary(): fc.Arbitrary<RetryPolicy> {
  const baseMs = fc.integer({ min: 1, max: 5_000 });
  const capMs = fc.oneof(fc.integer({ min: 1, max: 60_000 }), fc.constant(Number.POSITIVE_INFINITY));
  const backoff: fc.Arbitrary<Backoff> = fc.oneof(
    fc.constant({ kind: 'none' as const }),
    fc.record({ kind: fc.constant('constant' as const), baseMs }),
    fc.record({ kind: fc.constantFrom('linear' as const, 'decorrelated' as const), baseMs, capMs }),
    fc.record({ kind: fc.constant('exponential' as const), baseMs, factor: fc.double({ min: 1, max: 4, noNaN: true }), capMs }),
  );
  const jitter: fc.Arbitrary<Jitter> = fc.oneof(
    fc.constantFrom({ kind: 'none' as const }, { kind: 'full' as const }, { kind: 'equal' as const }, { kind: 'double' as const }),
    fc.record({ kind: fc.constant('proportional' as const), ratio: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ kind: fc.constant('additive' as const), maxMs: fc.nat(1_000) }),
  );
  return fc.record({ attemptCount: fc.integer({ min: 2, max: 8 }), on: fc.constant(undefined), backoff, jitter });
}

const TINY = 1e-9;
