import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFromSeed } from '../../src/base/random.js';
import type { Backoff, Jitter } from '../../src/policy/policy.js';
import { observedHabits } from '../../src/recovery/observed-habits.js';
import { inputOf, policyWith } from '../support/recovery-journal.js';
import { drawWaits } from '../support/recovering-client.js';

const LAWS: readonly (readonly [backoff: Backoff, jitter: Jitter])[] = [
  [{ kind: 'constant', baseMs: 300 }, { kind: 'none' }],
  [{ kind: 'exponential', baseMs: 200, factor: 2, capMs: 60_000 }, { kind: 'none' }],
  [{ kind: 'exponential', baseMs: 100, factor: 3, capMs: 60_000 }, { kind: 'none' }],
  [{ kind: 'linear', baseMs: 150, capMs: 60_000 }, { kind: 'none' }],
  [{ kind: 'exponential', baseMs: 200, factor: 2, capMs: 60_000 }, { kind: 'full' }],
];

describe('the habits of a consumer', () => {
  it('are its true attempts, and no law of waits but its own, whatever it claims', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LAWS), fc.integer({ min: 3, max: 6 }), fc.integer(), ([backoff, jitter], attemptCount, seed) => {
        const random = randomFromSeed(String(seed));
        const calls = Array.from({ length: 12 }, (_, index) => ({
          id: `c${index}`,
          atMs: index * 1_000_000,
          isCertain: true,
          attempts: [0, ...drawWaits({ attemptCount, on: undefined, backoff, jitter }, random)],
        }));
        const habits = observedHabits(inputOf(policyWith({}), calls), true);
        expect(habits).toMatchObject({ attemptCount, retriedAfter: ['503'], leftAfter: [] });
        if (habits?.waits !== undefined) expect(habits.waits.backoff).toBe(backoff.kind);
        if (habits?.waits?.baseMs !== undefined && 'baseMs' in backoff && jitter.kind === 'none')
          expect(habits.waits.baseMs).toBe(backoff.baseMs);
        if (jitter.kind === 'none' && attemptCount > 3) expect(habits?.waits?.backoff).toBe(backoff.kind);
        if (habits?.waits?.jitter !== undefined) expect(habits.waits.jitter).toBe(jitter.kind);
      }),
      { seed: 3, numRuns: 15 },
    );
  });

  it('tell what is tried again from what is left', () => {
    const calls = [
      { id: 'a', attempts: [0, { waitMs: 100, status: 200 }] },
      { id: 'b', atMs: 10_000, attempts: [{ status: 404 }] },
    ];
    expect(observedHabits(inputOf(policyWith({}), calls), true)).toEqual({ attemptCount: 2, retriedAfter: ['503'], leftAfter: ['404'] });
  });

  it('are none where no call failed, or calls are not told apart', () => {
    expect(observedHabits(inputOf(policyWith({}), [{ attempts: [{ status: 200 }] }]), true)).toBeUndefined();
    expect(observedHabits(inputOf(policyWith({}), [{ isCertain: false, attempts: [0, 100] }]), true)).toBeUndefined();
  });

  it.each([
    ['of a real run, which differ from run to run', {}, false, []],
    ['that a breaker may hold up', { breaker: { failureCount: 9, openMs: 1_000, probeCount: 1 } }, true, []],
    ['that the provider asked for', {}, true, ['retry-after', '1']],
  ] as const)('have no waits %s', (_what, policy, isExact, headers) => {
    const attempts = [{ headers }, { waitMs: 100, headers }, { waitMs: 200, headers }, { waitMs: 400, headers }];
    const calls = Array.from({ length: 8 }, (_, index) => ({ id: `c${index}`, atMs: index * 1_000_000, attempts }));
    const habits = observedHabits(inputOf(policyWith(policy), calls), isExact);
    expect(habits?.attemptCount).toBe(4);
    expect(habits?.waits).toBeUndefined();
  });
});
