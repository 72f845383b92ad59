import { describe, expect, it } from 'vitest';
import { policyFromJson } from '../../../src/policy/policy-from-json.js';
import { unsafeRetry } from '../../../src/recovery/oracles/unsafe-retry.js';
import type { CallPlan } from '../../support/recovery-journal.js';
import { inputOf, policyWith, verdictOf } from '../../support/recovery-journal.js';

const POLICY = policyFromJson({ retry: { attempts: 3 }, idempotency: 'X-Once' });

describe('a call that may have been done', () => {
  it.each<[string, CallPlan, string]>([
    ['GET again', { attempts: [0, 100] }, 'inconclusive'],
    ['PUT again', { method: 'PUT', attempts: [0, 100] }, 'inconclusive'],
    ['POST again', { method: 'POST', attempts: [0, 100] }, 'refuted'],
    ['PATCH again', { method: 'PATCH', attempts: [0, 100] }, 'refuted'],
    ['POST once', { method: 'POST', attempts: [0] }, 'proved'],
    ['POST again after 429', { method: 'POST', attempts: [{ status: 429 }, 100] }, 'proved'],
    [
      'POST again after it was refused',
      {
        method: 'POST',
        attempts: [
          { status: null, outcome: 'refused' },
          { waitMs: 1, status: 200 },
        ],
      },
      'inconclusive',
    ],
    ['POST again after a timeout', { method: 'POST', attempts: [{ status: null, outcome: 'aborted' }, 100] }, 'refuted'],
    ['POST again after a lost answer', { method: 'POST', attempts: [{ status: null, effect: 'e1' }, 100] }, 'refuted'],
    ['POST again under one key', { method: 'POST', attempts: [key('x-once', 'k'), key('x-once', 'k')] }, 'proved'],
    ['POST again under the usual key', { method: 'POST', attempts: [key('Idempotency-Key', 'k'), key('Idempotency-Key', 'k')] }, 'proved'],
    ['POST again under another key', { method: 'POST', attempts: [key('x-once', 'k'), key('x-once', 'l')] }, 'refuted'],
    ['POST again, the key only on one', { method: 'POST', attempts: [key('x-once', 'k'), 100] }, 'refuted'],
    ['POST again under an empty key', { method: 'POST', attempts: [key('x-once', ''), key('x-once', '')] }, 'refuted'],
    ['POST again with a key in the body', { method: 'POST', body: '{"idempotency_key":"k"}', attempts: [0, 100] }, 'proved'],
    ['POST elsewhere', { method: 'POST', attempts: [0, { target: '/other', status: 200 }] }, 'proved'],
  ])('is judged: %s', (_what, call, verdict) => {
    expect(verdictOf(unsafeRetry, inputOf(POLICY, [call]))).toBe(verdict);
  });

  it('is not judged when nothing is claimed', () => {
    expect(verdictOf(unsafeRetry, inputOf(policyWith({}), [{ method: 'POST', attempts: [0, 1] }]))).toBe('none');
  });
});

function key(name: string, value: string) {
  return { waitMs: 10, requestHeaders: [name, value] };
}
