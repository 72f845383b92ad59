import { describe, expect, it } from 'vitest';
import { policyFromJson } from '../../../src/policy/policy-from-json.js';
import { deadline } from '../../../src/recovery/oracles/deadline.js';
import type { CallPlan, RunParts } from '../../support/recovery-journal.js';
import { inputOf, policyWith, verdictOf } from '../../support/recovery-journal.js';

const POLICY = policyFromJson({ deadline: '3s', retry: { attempts: 5 } });
const CALM: RunParts = { noise: { latenessMs: 0 } };

describe('the deadline of a call', () => {
  it.each<[string, CallPlan, RunParts, string]>([
    ['kept, with attempts left', { attempts: [0, 1_000, 1_500] }, CALM, 'proved'],
    ['kept with all attempts made', { attempts: [0, 1, 1, 1, 1] }, CALM, 'consistent'],
    ['kept by a first answer', { attempts: [{ status: 200 }] }, CALM, 'inconclusive'],
    ['broken', { attempts: [0, 1_000, 2_500] }, CALM, 'refuted'],
    ['broken by less than ε', { attempts: [0, 1_000, 2_001] }, CALM, 'proved'],
    ['broken by no more than the machine may make it', { attempts: [0, 1_000, 2_150] }, { noise: { latenessMs: 100 } }, 'inconclusive'],
    ['broken, without a canary', { attempts: [0, 1_000, 60_000] }, {}, 'inconclusive'],
    ['broken by what only content ties to it', { attempts: [0, 60_000], isCertain: false }, CALM, 'inconclusive'],
  ])('is judged when it is %s', (_what, call, parts, verdict) => {
    expect(verdictOf(deadline, inputOf(POLICY, [call], parts))).toBe(verdict);
  });

  it('is not judged when none is claimed', () => {
    expect(verdictOf(deadline, inputOf(policyWith({}), [{ attempts: [0, 9_000] }], CALM))).toBe('none');
  });
});
