import { describe, expect, it } from 'vitest';
import { policyFromJson } from '../../../src/policy/policy-from-json.js';
import { idempotencyKey } from '../../../src/recovery/oracles/idempotency-key.js';
import type { AttemptPlan, CallPlan } from '../../support/recovery-journal.js';
import { inputOf, policyWith, verdictOf } from '../../support/recovery-journal.js';

const POLICY = policyFromJson({ idempotency: 'Idempotency-Key' });

function key(value: string): AttemptPlan {
  return { requestHeaders: ['idempotency-key', value] };
}

function post(id: string, attempts: CallPlan['attempts'], members: Partial<CallPlan> = {}): CallPlan {
  return { id, method: 'POST', attempts, ...members };
}

describe('the key of a call', () => {
  it.each<[string, readonly CallPlan[], string]>([
    ['the same on all attempts', [post('a', [key('k'), key('k')])], 'proved'],
    ['on the one attempt there was', [post('a', [key('k')])], 'consistent'],
    ['another on the second attempt', [post('a', [key('k'), key('l')])], 'refuted'],
    ['missing on the second attempt', [post('a', [key('k'), 0])], 'refuted'],
    ['missing on both', [post('a', [0, 0])], 'refuted'],
    ['missing on the one attempt there was', [post('a', [0])], 'inconclusive'],
    ['missing where other calls have one', [post('a', [0]), post('b', [key('k')])], 'refuted'],
    ['missing on a GET', [{ attempts: [0, 0] }], 'inconclusive'],
    ['that of another call', [post('a', [key('k')], { body: '1' }), post('b', [key('k')], { body: '2' })], 'refuted'],
    ['that of the same call made again', [post('a', [key('k')]), post('b', [key('k')])], 'consistent'],
    [
      'that of another call, if they are two',
      [post('a', [key('k')], { body: '1' }), post('b', [key('k')], { body: '2', isCertain: false })],
      'consistent',
    ],
  ])('is judged when it is %s', (_what, calls, verdict) => {
    expect(verdictOf(idempotencyKey, inputOf(POLICY, calls))).toBe(verdict);
  });

  it('is not judged when none is claimed', () => {
    expect(verdictOf(idempotencyKey, inputOf(policyWith({}), [post('a', [0, 0])]))).toBe('none');
  });
});
