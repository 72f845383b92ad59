import { describe, expect, it } from 'vitest';
import { policyFromJson } from '../../../src/policy/policy-from-json.js';
import { attempts } from '../../../src/recovery/oracles/attempts.js';
import type { CallPlan, RunParts } from '../../support/recovery-journal.js';
import { inputOf, judgementOf, policyWith, verdictOf } from '../../support/recovery-journal.js';

const POLICY = policyFromJson({ retry: { attempts: 3, backoff: 'constant', base: '100ms', on: [503] } });

describe('the attempts of a call', () => {
  it.each<[string, CallPlan, RunParts, string]>([
    ['one too many', { attempts: [0, 100, 100, 100] }, {}, 'refuted'],
    ['all of them, then an answer to the asker', { attempts: [0, 100, 100] }, {}, 'proved'],
    ['all of them, then nothing known', { attempts: [0, 100, 100], ask: false }, {}, 'consistent'],
    ['all of them, then a long silence', { attempts: [0, 100, 100], ask: false }, { faults: [span(9_000)] }, 'proved'],
    ['all of them, and the last one fine', { attempts: [0, 100, { waitMs: 100, status: 200 }] }, {}, 'consistent'],
    ['fewer', { attempts: [0, 100] }, {}, 'consistent'],
    ['one, and it was fine', { attempts: [{ status: 200 }] }, {}, 'inconclusive'],
    ['too many, tied together by content only', { attempts: [0, 1, 1, 1], isCertain: false }, {}, 'inconclusive'],
    ['a redirect beside them', { attempts: [{ status: 307 }, 0, 100, 100] }, {}, 'proved'],
    ['one more with other credentials', { attempts: [{ status: 401 }, 0, 100, { waitMs: 100 }] }, {}, 'proved'],
    [
      '401 again and again',
      { attempts: [{ status: 401 }, { status: 401 }, { status: 401 }, { status: 401 }, { status: 401 }] },
      {},
      'refuted',
    ],
  ])('are judged when there were %s', (_what, call, parts, verdict) => {
    expect(verdictOf(attempts, inputOf(POLICY, [call], parts))).toBe(verdict);
  });

  it('are shown by the smallest witness', () => {
    const calls: CallPlan[] = [
      { id: 'a', attempts: [0, 1, 1, 1, 1, 1] },
      { id: 'b', atMs: 9_000, attempts: [0, 1, 1, 1] },
    ];
    expect(judgementOf(attempts, inputOf(POLICY, calls))).toEqual({
      claim: 'attempts',
      verdict: { kind: 'refuted' },
      args: { expected: 'at most 3', seen: '6 attempts' },
      witness: ['a-1', 'a-2', 'a-3', 'a-4'],
    });
  });

  it('are bounded by the expectations, too, and by what hedges add', () => {
    const call: CallPlan = { attempts: [0, 100, 100] };
    expect(verdictOf(attempts, inputOf(policyWith({}), [call], { expectations: { attemptsAtMost: 2 } }))).toBe('refuted');
    const hedged = { ...POLICY, hedge: { afterMs: 10, attemptCount: 2 } };
    expect(verdictOf(attempts, inputOf(hedged, [{ attempts: [0, 1, 1, 1, 1, 1] }]))).not.toBe('refuted');
  });

  it('are not judged when no number is claimed', () => {
    expect(verdictOf(attempts, inputOf(policyFromJson({ retry: { on: [503] } }), [{ attempts: [0, 1, 1] }]))).toBe('none');
  });
});

function span(toMs: number) {
  return { label: 'down', fault: 'status', provider: 'payments', fromMs: 0, toMs };
}
