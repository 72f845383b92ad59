import { describe, expect, it } from 'vitest';
import { policyFromJson } from '../../../src/policy/policy-from-json.js';
import { backoff } from '../../../src/recovery/oracles/backoff.js';
import type { AttemptPlan, CallPlan, RunParts } from '../../support/recovery-journal.js';
import { inputOf, judgementOf, verdictOf } from '../../support/recovery-journal.js';

const RETRY = { attempts: 4, backoff: 'exponential', base: '1s', factor: 2, on: [429, 503, 'network', 'timeout'] };
const POLICY = policyFromJson({ retry: RETRY });
const CALM: RunParts = { noise: { latenessMs: 0 } };
const NOISY: RunParts = { noise: { latenessMs: 100 } };

describe('the waits of a backoff', () => {
  it.each<[string, CallPlan['attempts'], RunParts, string]>([
    ['right, with a canary', [0, 1_000, 2_000, 4_000], CALM, 'proved'],
    ['right, without one', [0, 1_000, 2_000, 4_000], {}, 'consistent'],
    ['right, but not all of them', [0, 1_000, 2_000], CALM, 'consistent'],
    ['short by less than ε', [0, 1_000, 1_998.5], CALM, 'consistent'],
    ['short by more', [0, 1_000, 1_997], {}, 'refuted'],
    ['long', [0, 1_000, 2_010], CALM, 'refuted'],
    ['long, but not longer than the machine may make them', [0, 1_000, 2_190], NOISY, 'consistent'],
    ['longer than that', [0, 1_000, 2_210], NOISY, 'refuted'],
    ['long, without a canary', [0, 1_000, 60_000], {}, 'consistent'],
    ['long at first, while the program warms up', [0, 1_900], NOISY, 'consistent'],
    ['long at first, and so not shown', [0, 1_900, 2_000, 4_000], NOISY, 'consistent'],
    ['long at first, beyond that', [0, 2_400], NOISY, 'refuted'],
    ['after a body that takes its time', [0, { waitMs: 600, status: 503 }], {}, 'refuted'],
    ['none at all', [{ status: 200 }], CALM, 'inconclusive'],
    ['after an answer that is no failure', [{ status: 200 }, 1], CALM, 'inconclusive'],
    ['after the consumer itself gave up', [{ status: null, outcome: 'aborted' }, 1], {}, 'inconclusive'],
    ['asked for by Retry-After', [{ headers: ['Retry-After', '5'] }, { waitMs: 5_000 }], CALM, 'inconclusive'],
    ['not asked for by a Retry-After of garbage', [{ headers: ['Retry-After', 'soon'] }, { waitMs: 1 }], CALM, 'inconclusive'],
  ])('are judged when they are %s', (_what, attempts, parts, verdict) => {
    expect(verdictOf(backoff, inputOf(POLICY, [{ attempts }], parts))).toBe(verdict);
  });

  it('are its own again when Retry-After is claimed to be ignored, or is garbage that has to be', () => {
    const asked: AttemptPlan = { headers: ['Retry-After', '5'] };
    const ignoring = policyFromJson({ retry: RETRY, retryAfter: 'ignore' });
    expect(verdictOf(backoff, inputOf(ignoring, [{ attempts: [asked, 1] }]))).toBe('refuted');
    const honouring = policyFromJson({ retry: RETRY, retryAfter: 'honour' });
    expect(verdictOf(backoff, inputOf(honouring, [{ attempts: [{ headers: ['Retry-After', 'soon'] }, 1] }]))).toBe('refuted');
  });

  it('say which wait it was, and how long it may be', () => {
    expect(judgementOf(backoff, inputOf(POLICY, [{ attempts: [0, 1_000, 500] }]))).toEqual({
      claim: 'backoff',
      verdict: { kind: 'refuted' },
      args: { expected: 'wait 2 between 2000 ms and 2000 ms', seen: 'at most 500 ms' },
      witness: ['call-2', 'call-3'],
    });
  });

  it('are never too long where other calls may hold them up', () => {
    const policy = policyFromJson({ retry: RETRY, breaker: { failures: 3, open: '10s' } });
    expect(verdictOf(backoff, inputOf(policy, [{ attempts: [0, 1_000, 12_000] }], CALM))).toBe('consistent');
  });

  it('are not judged when no backoff is claimed', () => {
    expect(verdictOf(backoff, inputOf(policyFromJson({ retry: { attempts: 3 } }), [{ attempts: [0, 1] }], CALM))).toBe('none');
  });

  it('get the same verdict when everything is scaled alike', () => {
    for (const waits of [
      [0, 1_000, 2_000, 4_000],
      [0, 1_000, 1_900],
      [0, 1_000, 2_010],
    ]) {
      const scaled = policyFromJson({ retry: { ...RETRY, base: '20s' } });
      const parts: RunParts = { noise: { latenessMs: 0 }, timeScale: 20 };
      const slow = inputOf(scaled, [{ atMs: 20_000, attempts: waits.map((waitMs) => waitMs * 20) }], parts);
      expect(verdictOf(backoff, slow)).toBe(verdictOf(backoff, inputOf(POLICY, [{ attempts: waits }], CALM)));
    }
  });
});
