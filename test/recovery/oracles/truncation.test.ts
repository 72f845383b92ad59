import { describe, expect, it } from 'vitest';
import { truncation } from '../../../src/recovery/oracles/truncation.js';
import type { AttemptPlan, CallPlan } from '../../support/recovery-journal.js';
import { inputOf, judgementOf, policyWith, verdictOf } from '../../support/recovery-journal.js';

const ASKED = { expectations: { noSilentCorruption: true } };
const HEADERS = ['Content-Length', '900', 'Content-Type', 'application/json'];
const CUT: AttemptPlan = { status: 200, outcome: 'reset', headers: HEADERS, body: '{"a":' };
const SUCCEEDED = { outcome: 'succeeded', status: 200 } as const;

describe('a damaged body', () => {
  it('is refuted to be noticed when success is told of it', () => {
    const call: CallPlan = { attempts: [CUT], ask: SUCCEEDED };
    expect(judgementOf(truncation, inputOf(policyWith({}), [call], ASKED))).toMatchObject({
      verdict: { kind: 'refuted' },
      witness: ['call-1', 'call-ask'],
    });
  });

  it.each<[string, CallPlan, string]>([
    ['ends in an error', { attempts: [CUT] }, 'proved'],
    ['is asked for again', { attempts: [CUT, { waitMs: 5, status: 200 }] }, 'proved'],
    ['is damaged again', { attempts: [CUT, CUT], ask: SUCCEEDED }, 'refuted'],
    ['is answered by nobody knows what', { attempts: [CUT], ask: false }, 'inconclusive'],
    ['is pending', { attempts: [CUT], ask: { outcome: 'pending' } }, 'inconclusive'],
    ['is tied to its call by content only', { attempts: [CUT], ask: SUCCEEDED, isCertain: false }, 'inconclusive'],
    ['belongs to an error anyway', { attempts: [{ ...CUT, status: 503 }], ask: SUCCEEDED }, 'inconclusive'],
    ['has no stated end', { attempts: [{ ...CUT, headers: [] }], ask: SUCCEEDED }, 'inconclusive'],
    ['is JSON that ends nowhere', { attempts: [{ ...CUT, headers: HEADERS.slice(2) }], ask: SUCCEEDED }, 'refuted'],
    ['is garbled JSON', { attempts: [{ status: 200, fault: 'corrupt', headers: HEADERS, body: '{"a";1}' }], ask: SUCCEEDED }, 'refuted'],
    [
      'is garbled where nobody can see it',
      { attempts: [{ status: 200, fault: 'corrupt', headers: HEADERS, body: '{"b":1}' }], ask: SUCCEEDED },
      'inconclusive',
    ],
    ['has a bad chunk', { attempts: [{ status: 200, fault: 'lag+bad-chunk', body: 'x' }], ask: SUCCEEDED }, 'refuted'],
  ])('that %s', (_what, call, verdict) => {
    expect(verdictOf(truncation, inputOf(policyWith({}), [call], ASKED))).toBe(verdict);
  });

  it('may be made up for by a fallback', () => {
    const call: CallPlan = { attempts: [CUT], ask: SUCCEEDED };
    expect(verdictOf(truncation, inputOf(policyWith({ fallback: 'cache' }), [call], ASKED))).toBe('inconclusive');
  });

  it('is not judged unless it is asked for', () => {
    expect(verdictOf(truncation, inputOf(policyWith({}), [{ attempts: [CUT], ask: SUCCEEDED }]))).toBe('none');
  });

  it('is known by the kind of the fault, whatever its label', () => {
    const call: CallPlan = { attempts: [{ status: 200, fault: 'odd', body: 'x' }], ask: SUCCEEDED };
    const faults = [{ label: 'odd', fault: 'bad-gzip', provider: 'payments', fromMs: 0, toMs: undefined }];
    expect(verdictOf(truncation, inputOf(policyWith({}), [call], { ...ASKED, faults }))).toBe('refuted');
  });
});
