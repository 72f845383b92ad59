import { describe, expect, it } from 'vitest';
import { policyFromJson } from '../../../src/policy/policy-from-json.js';
import { retryable } from '../../../src/recovery/oracles/retryable.js';
import type { AttemptPlan, CallPlan } from '../../support/recovery-journal.js';
import { inputOf, policyWith, verdictOf } from '../../support/recovery-journal.js';

const RETRY = { attempts: 3, backoff: 'constant', base: '100ms', on: [429, 503, 'network'] };
const POLICY = policyFromJson({ retry: RETRY });
const again: AttemptPlan = { waitMs: 100, status: 200 };

describe('what is tried again', () => {
  it.each<[string, CallPlan, string]>([
    ['a 503 that is', { attempts: [0, again] }, 'consistent'],
    ['a 503 that is not', { attempts: [0] }, 'refuted'],
    ['a 503 that is not, of a POST without a key', { method: 'POST', attempts: [0] }, 'inconclusive'],
    ['a 503 that is not, of a POST with a key', { method: 'POST', attempts: [{ requestHeaders: ['Idempotency-Key', 'k'] }] }, 'refuted'],
    ['a 503 that asks to come later', { attempts: [{ headers: ['Retry-After', '3600'] }] }, 'inconclusive'],
    ['a 503 whose asker still waits', { attempts: [0], ask: { answeredAtMs: undefined, outcome: 'pending' } }, 'inconclusive'],
    ['a 404 that is not', { attempts: [{ status: 404 }] }, 'consistent'],
    ['a 404 that is', { attempts: [{ status: 404 }, again] }, 'refuted'],
    ['a 404 that is, tied by content only', { attempts: [{ status: 404 }, again], isCertain: false }, 'inconclusive'],
    ['a 401 that is, once', { attempts: [{ status: 401 }, again] }, 'inconclusive'],
    ['a 401 that is, twice', { attempts: [{ status: 401 }, { status: 401 }, again] }, 'refuted'],
    ['a redirect', { attempts: [{ status: 302 }, { ...again, target: '/elsewhere' }] }, 'inconclusive'],
    ['another request after a 404', { attempts: [{ status: 404 }, { ...again, target: '/elsewhere' }] }, 'inconclusive'],
    ['an answer that was damaged', { attempts: [{ status: 200, fault: 'garbage' }, again] }, 'inconclusive'],
    ['a timeout that is, and is not named', { attempts: [{ status: null, outcome: 'aborted', answerAfterMs: 50 }, again] }, 'refuted'],
    ['a body cut off that is not', { attempts: [{ status: 200, outcome: 'reset' }] }, 'inconclusive'],
    ['a reset that is not', { attempts: [{ status: null }] }, 'refuted'],
  ])('judges %s', (_what, call, verdict) => {
    expect(verdictOf(retryable, inputOf(POLICY, [call]))).toBe(verdict);
  });

  it('overlooks an idle connection that was closed at its next use', () => {
    const policy = policyFromJson({ retry: { ...RETRY, on: [503] } });
    const idle: CallPlan = { id: 'idle', atMs: 5_000, attempts: [{ status: null }, again] };
    const first: CallPlan = { id: 'first', attempts: [{ status: 200 }] };
    expect(verdictOf(retryable, inputOf(policy, [first, idle]))).toBe('inconclusive');
    expect(verdictOf(retryable, inputOf(policy, [idle]))).toBe('refuted');
  });

  it('is proved by both sides', () => {
    const calls: CallPlan[] = [
      { id: 'a', attempts: [0, again] },
      { id: 'b', atMs: 9_000, attempts: [{ status: 400 }] },
    ];
    expect(verdictOf(retryable, inputOf(POLICY, calls))).toBe('proved');
  });

  it.each(['budget', 'breaker', 'deadlineMs'] as const)('may be held back by a %s', (claim) => {
    const held = {
      budget: { ratio: 0.1, floorCount: 0, windowMs: 1_000 },
      breaker: { failureCount: 1, openMs: 1_000, probeCount: 1 },
      deadlineMs: 50,
    };
    const policy = policyWith({ retry: POLICY.retry, [claim]: held[claim] });
    expect(verdictOf(retryable, inputOf(policy, [{ attempts: [0] }]))).toBe('inconclusive');
  });
});
