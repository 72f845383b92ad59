import { describe, expect, it } from 'vitest';
import { randomFromSeed } from '../../../src/base/random.js';
import { policyFromJson } from '../../../src/policy/policy-from-json.js';
import { jitter } from '../../../src/recovery/oracles/jitter.js';
import type { CallPlan, RunParts } from '../../support/recovery-journal.js';
import { inputOf, judgementOf, verdictOf } from '../../support/recovery-journal.js';

const RETRY = { attempts: 6, backoff: 'exponential', base: '500ms', factor: 2, cap: '2s', jitter: 'full' };
const POLICY = policyFromJson({ retry: RETRY });
const CALM: RunParts = { noise: { latenessMs: 5 }, canary: [1_001, 1_002, 1_003].map((observedMs) => ({ setMs: 1_000, observedMs })) };

/** Calls one after the other; each wait is what the client makes of a wait without jitter. */
function calls(count: number, waitOf: (fullMs: number) => number): readonly CallPlan[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `n${index}`,
    atMs: 1_000 + index * 60_000,
    attempts: [0, 500, 1_000, 2_000, 2_000, 2_000].map((fullMs) => (fullMs === 0 ? 0 : waitOf(fullMs))),
  }));
}

const chance = () => {
  const random = randomFromSeed('jitter');
  return () => random.next();
};

describe('the spread of waits', () => {
  it.each<[string, (next: () => number) => (fullMs: number) => number, RunParts, string]>([
    ['as declared', (next) => (ms) => ms * next(), CALM, 'proved'],
    ['as declared, without a canary', (next) => (ms) => ms * next(), {}, 'consistent'],
    ['none', () => (ms) => ms, {}, 'refuted'],
    ['none, at another place', () => (ms) => ms * 0.3, {}, 'refuted'],
    ['lost at the cap only', (next) => (ms) => (ms === 2_000 ? 2_000 : ms * next()), {}, 'refuted'],
    ['far too small', (next) => (ms) => ms * next() * 0.2, {}, 'refuted'],
    ['the upper tenth only', (next) => (ms) => ms * (0.9 + 0.1 * next()), CALM, 'refuted'],
    ['as declared, on a slow machine', (next) => (ms) => ms * next() + 300 * next(), {}, 'consistent'],
  ])('is judged when it is %s', (_what, client, parts, verdict) => {
    expect(verdictOf(jitter, inputOf(POLICY, calls(8, client(chance())), parts))).toBe(verdict);
  });

  it('takes eight waits to judge', () => {
    expect(
      judgementOf(
        jitter,
        inputOf(
          POLICY,
          calls(1, (ms) => ms),
        ),
      ),
    ).toMatchObject({
      verdict: { kind: 'inconclusive', reason: 'it takes 8 waits to judge chance, and 5 told of it' },
    });
  });

  it('does not count waits at the same time twice: a machine that stands still makes them alike', () => {
    const together = calls(8, (ms) => ms).map((call) => ({ ...call, atMs: 1_000 }));
    expect(verdictOf(jitter, inputOf(POLICY, together))).toBe('inconclusive');
  });

  it('does not judge ranges that the wire cannot resolve', () => {
    expect(
      verdictOf(
        jitter,
        inputOf(
          POLICY,
          calls(8, (ms) => ms),
          { timeScale: 200 },
        ),
      ),
    ).toBe('inconclusive');
  });

  it('is not judged where no jitter is claimed', () => {
    const plain = policyFromJson({ retry: { ...RETRY, jitter: 'none' } });
    expect(
      verdictOf(
        jitter,
        inputOf(
          plain,
          calls(8, (ms) => ms),
        ),
      ),
    ).toBe('none');
    expect(
      verdictOf(
        jitter,
        inputOf(
          policyFromJson({ retry: { attempts: 6 } }),
          calls(8, (ms) => ms),
        ),
      ),
    ).toBe('none');
  });
});
