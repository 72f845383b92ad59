import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateLimit } from '../../../src/recovery/oracles/rate-limit.js';
import type { CallPlan } from '../../support/recovery-journal.js';
import { inputOf, judgementOf, policyWith, verdictOf } from '../../support/recovery-journal.js';

const POLICY = policyWith({ rateLimit: 'honour' });

/** A call at a second of the run, and what its answer says is left. */
function call(atSecond: number, remaining: number, resetSecond: number, connectionId = 'c1'): CallPlan {
  const headers = ['RateLimit', `"default";r=${remaining};t=${Math.max(0, Math.ceil(resetSecond - atSecond))}`];
  return { id: `at${atSecond}`, atMs: 1_000_000 + atSecond * 1_000, attempts: [{ status: 200, headers, connectionId }] };
}

describe('a quota that RateLimit tells of', () => {
  it('is proved to be kept when it was used up and waited for', () => {
    expect(verdictOf(rateLimit, inputOf(POLICY, [call(0, 1, 10), call(1, 0, 10), call(10, 1, 20)]))).toBe('proved');
  });

  it('is refuted when a request starts with nothing left', () => {
    const judgement = judgementOf(rateLimit, inputOf(POLICY, [call(0, 0, 10), call(4, 0, 10)]));
    expect(judgement).toMatchObject({ verdict: { kind: 'refuted' }, witness: ['at0-1', 'at4-1'] });
  });

  it('does not count requests that may have been sent before the answer was there', () => {
    expect(verdictOf(rateLimit, inputOf(POLICY, [call(0, 0, 10, 'c1'), call(0.5, 0, 10, 'c2')]))).not.toBe('refuted');
    expect(verdictOf(rateLimit, inputOf(POLICY, [call(0, 0, 10, 'c1'), call(4, 0, 10, 'c2')]))).toBe('refuted');
  });

  it('does not count requests against another quota', () => {
    const other: CallPlan = { id: 'other', atMs: 1_004_000, attempts: [{ status: 200, headers: ['RateLimit', '"heavy";r=3;t=5'] }] };
    expect(verdictOf(rateLimit, inputOf(POLICY, [call(0, 0, 10), other]))).not.toBe('refuted');
  });

  it('is never refuted for a client that waits for the reset, however late it comes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5_000), { minLength: 2, maxLength: 30 }), fc.integer({ min: 1, max: 5 }), (latenesses, limit) => {
        let nowMs = 0;
        let used = 0;
        let windowEndMs = 0;
        const calls = latenesses.map((lateMs, index) => {
          // The client's own reckoning: a window begins with the first call in it.
          if (nowMs >= windowEndMs) {
            windowEndMs = nowMs + lateMs + 10_000;
            used = 0;
          }
          const atMs = nowMs + lateMs;
          if (atMs >= windowEndMs) {
            windowEndMs = atMs + 10_000;
            used = 0;
          }
          used += 1;
          const made = { ...call(atMs / 1_000, limit - used, windowEndMs / 1_000), id: `n${index}` };
          nowMs = used === limit ? Math.max(windowEndMs + 1_000, atMs) : atMs;
          return made;
        });
        expect(verdictOf(rateLimit, inputOf(POLICY, calls))).not.toBe('refuted');
      }),
      { seed: 51 },
    );
  });

  it('is not judged unless it is claimed', () => {
    expect(verdictOf(rateLimit, inputOf(policyWith({}), [call(0, 0, 10), call(4, 0, 10)]))).toBe('none');
  });
});
