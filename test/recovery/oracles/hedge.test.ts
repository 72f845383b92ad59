import { describe, expect, it } from 'vitest';
import { hedge } from '../../../src/recovery/oracles/hedge.js';
import type { AttemptPlan, CallPlan, RunParts } from '../../support/recovery-journal.js';
import { inputOf, judgementOf, policyWith, verdictOf } from '../../support/recovery-journal.js';

const POLICY = policyWith({ hedge: { afterMs: 500, attemptCount: 2 } });
const CALM: RunParts = { noise: { latenessMs: 0 } };
const SLOW: AttemptPlan = { status: 200, answerAfterMs: 2_000 };

/** Attempts beside each other: each wait is since the one before began. */
function beside(...waits: readonly number[]): CallPlan {
  const attempts = waits.map((waitMs): AttemptPlan => ({ ...SLOW, waitMs: waitMs - 2_000 }));
  return { attempts: [SLOW, ...attempts] };
}

describe('hedged attempts', () => {
  it('are proved when the second starts after the claimed time', () => {
    expect(verdictOf(hedge, inputOf(POLICY, [beside(500)], CALM))).toBe('proved');
  });

  it('are refuted when the second starts too early', () => {
    const judgement = judgementOf(hedge, inputOf(POLICY, [beside(400)], CALM));
    expect(judgement).toMatchObject({ verdict: { kind: 'refuted' }, witness: ['call-1', 'call-2'] });
  });

  it('are not too early for a machine that may have stood still', () => {
    expect(verdictOf(hedge, inputOf(POLICY, [{ ...beside(400), ask: false }]))).not.toBe('refuted');
    // Who was asked only now cannot have begun before.
    expect(verdictOf(hedge, inputOf(POLICY, [beside(400)]))).toBe('refuted');
  });

  it('are refuted when there are more than claimed', () => {
    expect(judgementOf(hedge, inputOf(POLICY, [beside(600, 600)], CALM))).toMatchObject({
      verdict: { kind: 'refuted' },
      args: { seen: '3 at once' },
    });
  });

  it('are refuted when the first stays alone, but only against a canary', () => {
    const alone: CallPlan = { attempts: [SLOW] };
    expect(verdictOf(hedge, inputOf(POLICY, [alone], CALM))).toBe('refuted');
    expect(verdictOf(hedge, inputOf(POLICY, [alone]))).toBe('inconclusive');
  });

  it('are not what follows an answer', () => {
    expect(verdictOf(hedge, inputOf(POLICY, [{ attempts: [0, 10] }], CALM))).toBe('inconclusive');
  });

  it('are not judged when none are claimed', () => {
    expect(verdictOf(hedge, inputOf(policyWith({}), [beside(1)]))).toBe('none');
  });
});
