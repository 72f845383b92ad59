import { describe, expect, it } from 'vitest';
import { policyFromJson } from '../../../src/policy/policy-from-json.js';
import { retryAfter } from '../../../src/recovery/oracles/retry-after.js';
import type { AttemptPlan, CallPlan } from '../../support/recovery-journal.js';
import { inputOf, judgementOf, policyWith, verdictOf } from '../../support/recovery-journal.js';

const RETRY = { attempts: 5, backoff: 'constant', base: '200ms' };
const HONOURS = policyFromJson({ retry: RETRY, retryAfter: 'honour' });
const CAPPED = policyFromJson({ retry: RETRY, retryAfter: { cap: '5s' } });
const START_MS = Date.UTC(2026, 0, 1);

function asked(value: string, members: AttemptPlan = {}): AttemptPlan {
  return { status: 429, headers: ['Retry-After', value], ...members };
}

function httpDate(inMs: number): string {
  return new Date(START_MS + inMs).toUTCString();
}

describe('an attempt after a Retry-After', () => {
  it.each<[string, CallPlan['attempts'], string]>([
    ['in time', [asked('2'), 2_000], 'consistent'],
    ['too early', [asked('2'), 1_900], 'refuted'],
    ['early by less than ε', [asked('2'), 1_999], 'consistent'],
    ['late', [asked('2'), 9_000], 'consistent'],
    ['that moves with two values', [asked('2'), { ...asked('4'), waitMs: 2_000 }, 4_000], 'proved'],
    ['that does not', [asked('2'), { ...asked('4'), waitMs: 4_000 }, 2_000], 'refuted'],
    ['of zero', [asked('0'), 0], 'consistent'],
    ['beyond any timer', [asked('2147484'), 1], 'refuted'],
    ['that never comes', [asked('2147484')], 'inconclusive'],
    ['of a date in time', [asked(httpDate(5_000)), 5_000], 'consistent'],
    ['before the date', [asked(httpDate(5_000)), 4_000], 'refuted'],
    ['of a past date, after its own backoff', [asked(httpDate(-9_000)), 200], 'consistent'],
    ['of a past date, at once', [asked(httpDate(-9_000)), 0], 'refuted'],
    ['of garbage, at once', [asked('soon'), 0], 'refuted'],
    ['of a negative number, at once', [asked('-1'), 0], 'refuted'],
    ['of a negative number, after its own backoff', [asked('-1'), 200], 'consistent'],
    ['of a decimal number that it honours', [asked('1.5'), 1_500], 'consistent'],
    ['of two values, at once', [asked('5', { headers: ['Retry-After', '5', 'retry-after', '9'] }), 0], 'refuted'],
    ['of two values, after its own backoff', [asked('5', { headers: ['Retry-After', '5', 'retry-after', '9'] }), 200], 'consistent'],
    ['with a status that does not ask', [asked('2', { status: 500 }), 1], 'inconclusive'],
    ['with 503', [asked('2', { status: 503 }), 1], 'refuted'],
    ['with a redirect', [asked('2', { status: 302 }), 1], 'refuted'],
    ['beside it, as a hedge', [asked('2', { answerAfterMs: 900 }), { waitMs: -500 }], 'inconclusive'],
  ])('is judged when it comes: %s', (_what, attempts, verdict) => {
    expect(verdictOf(retryAfter, inputOf(HONOURS, [{ atMs: START_MS, attempts }]))).toBe(verdict);
  });

  it('may come after the cap', () => {
    expect(verdictOf(retryAfter, inputOf(CAPPED, [{ attempts: [asked('60'), 5_000] }]))).toBe('consistent');
    expect(verdictOf(retryAfter, inputOf(CAPPED, [{ attempts: [asked('60'), 4_000] }]))).toBe('refuted');
    expect(verdictOf(retryAfter, inputOf(CAPPED, [{ attempts: [asked('3'), 2_000] }]))).toBe('refuted');
  });

  it('may go by the clock of the provider, which counts whole seconds', () => {
    const skewed = asked(httpDate(65_000), { headers: ['Date', httpDate(60_000), 'Retry-After', httpDate(65_000)] });
    expect(verdictOf(retryAfter, inputOf(HONOURS, [{ atMs: START_MS, attempts: [skewed, 5_000] }]))).toBe('consistent');
    expect(verdictOf(retryAfter, inputOf(HONOURS, [{ atMs: START_MS, attempts: [skewed, 4_000] }]))).toBe('refuted');
  });

  it('is not too early when the consumer may have given up before it could see the answer', () => {
    const policy = { ...HONOURS, timeoutMs: 800 };
    const first = asked('2', { answerAfterMs: 700 });
    expect(verdictOf(retryAfter, inputOf(policy, [{ attempts: [first, { waitMs: 200, connectionId: 'c2' }] }]))).toBe('inconclusive');
    // Who uses the connection again has read the answer.
    expect(verdictOf(retryAfter, inputOf(policy, [{ attempts: [first, 200] }]))).toBe('refuted');
  });

  it('says what was asked for and what came', () => {
    expect(judgementOf(retryAfter, inputOf(HONOURS, [{ attempts: [asked('30'), 200] }]))).toMatchObject({
      args: { expected: 'a wait of 30 s or more', seen: 'at most 200 ms' },
      witness: ['call-1', 'call-2'],
    });
  });

  it.each([policyWith({}), policyFromJson({ retryAfter: 'ignore' })])('is not judged when it is not claimed', (policy) => {
    expect(verdictOf(retryAfter, inputOf(policy, [{ attempts: [asked('30'), 0] }]))).toBe('none');
  });
});
