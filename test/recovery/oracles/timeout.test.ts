import { describe, expect, it } from 'vitest';
import { policyFromJson } from '../../../src/policy/policy-from-json.js';
import { timeout } from '../../../src/recovery/oracles/timeout.js';
import type { AttemptPlan, CallPlan, RunParts } from '../../support/recovery-journal.js';
import { inputOf, judgementOf, verdictOf } from '../../support/recovery-journal.js';

const POLICY = policyFromJson({ timeout: '2s', retry: { attempts: 2 } });
const CALM: RunParts = { noise: { latenessMs: 0 } };

function givenUpAfter(ms: number, members: AttemptPlan = {}): AttemptPlan {
  return { status: null, outcome: 'aborted', answerAfterMs: ms, ...members };
}

describe('an attempt without an answer', () => {
  it.each<[string, CallPlan, RunParts, string]>([
    ['in time', { attempts: [givenUpAfter(2_000)] }, CALM, 'proved'],
    ['in time, without a canary', { attempts: [givenUpAfter(2_000)] }, {}, 'consistent'],
    ['too early', { attempts: [givenUpAfter(900)] }, CALM, 'refuted'],
    ['too early, asked just before', { attempts: [givenUpAfter(900)] }, {}, 'refuted'],
    ['too early, for all that is known', { attempts: [givenUpAfter(1_500), 0], ask: false }, {}, 'inconclusive'],
    ['too late', { attempts: [givenUpAfter(3_000)] }, CALM, 'refuted'],
    ['too late, without a canary', { attempts: [givenUpAfter(30_000)] }, {}, 'inconclusive'],
    [
      'by whoever asked the consumer',
      { attempts: [givenUpAfter(900)], ask: { outcome: 'pending', answeredAtMs: undefined } },
      CALM,
      'inconclusive',
    ],
    ['never: it was answered', { attempts: [{ status: 200, answerAfterMs: 1_900 }] }, CALM, 'inconclusive'],
    ['never: it was reset', { attempts: [{ status: null }] }, CALM, 'inconclusive'],
    ['too late, within its body', { attempts: [{ status: 200, outcome: 'aborted', lastsMs: 5_000 }] }, CALM, 'refuted'],
    ['early, within its body', { attempts: [{ status: 200, outcome: 'aborted', lastsMs: 500 }] }, CALM, 'inconclusive'],
  ])('is judged by when it was given up on: %s', (_what, call, parts, verdict) => {
    expect(verdictOf(timeout, inputOf(POLICY, [call], parts))).toBe(verdict);
  });

  it('may be given up on at the deadline, or when a hedge has won', () => {
    const call: CallPlan = { attempts: [givenUpAfter(900)] };
    expect(verdictOf(timeout, inputOf({ ...POLICY, deadlineMs: 900 }, [call], CALM))).not.toBe('refuted');
    expect(verdictOf(timeout, inputOf({ ...POLICY, hedge: { afterMs: 100, attemptCount: 2 } }, [call], CALM))).not.toBe('refuted');
  });

  it.each<[string, readonly AttemptPlan[], string]>([
    ['each longer than the one before', [givenUpAfter(1_000), givenUpAfter(2_000), givenUpAfter(3_000)], 'proved'],
    ['all alike', [givenUpAfter(1_000), givenUpAfter(1_000), givenUpAfter(1_000)], 'refuted'],
    ['beyond the cap', [givenUpAfter(1_000), givenUpAfter(2_000), givenUpAfter(4_000)], 'refuted'],
  ])('is given more time than the one before where a growing timeout is claimed: %s', (_what, attempts, verdict) => {
    const growing = policyFromJson({ timeout: { first: '1s', factor: 2, cap: '3s' }, deadline: '20s' });
    expect(verdictOf(timeout, inputOf(growing, [{ attempts }], CALM))).toBe(verdict);
  });

  it('may be a later one than it seems, and have more time, where attempts went unseen', () => {
    const growing = policyFromJson({ timeout: { first: '1s', factor: 2 } });
    const down = { label: 'd', fault: 'down', provider: 'payments', fromMs: 900, toMs: 950 };
    const parts = { noise: { latenessMs: 1 }, faults: [down] };
    const late: CallPlan = { attempts: [givenUpAfter(4_000)], ask: { askedAtMs: 890 } };
    expect(verdictOf(timeout, inputOf(growing, [late], parts))).toBe('inconclusive');
    const early: CallPlan = { attempts: [givenUpAfter(500)], ask: { askedAtMs: 890 } };
    expect(verdictOf(timeout, inputOf(growing, [early], parts))).toBe('refuted');
  });

  it('is refuted when it is pending for ever, told by the end of the run', () => {
    const call: CallPlan = { attempts: [givenUpAfter(0)], ask: { outcome: 'pending', answeredAtMs: undefined } };
    const input = inputOf(POLICY, [call], {
      ...CALM,
      faults: [{ label: 'x', fault: 'blackhole', provider: 'payments', fromMs: 0, toMs: 60_000 }],
    });
    const open = {
      ...input,
      calls: input.calls.map((one) => ({ ...one, attempts: one.attempts.map((each) => ({ ...each, respondedLastAtMs: undefined })) })),
    };
    expect(judgementOf(timeout, open)).toMatchObject({ verdict: { kind: 'refuted' }, args: { seen: 'still pending after 59 s' } });
    expect(verdictOf(timeout, { ...open, noise: { epsilonMs: 2, latenessMs: undefined } })).toBe('inconclusive');
  });

  it('counts from when its connection was opened', () => {
    const connections = [
      {
        id: 'c1',
        consumer: 'shop',
        provider: 'payments',
        openedAtMs: 0,
        closedAtMs: undefined,
        end: 'open',
        receivedBytes: 0,
        sentBytes: 0,
        fault: undefined,
      } as const,
    ];
    const call: CallPlan = { attempts: [givenUpAfter(1_000)], ask: { askedAtMs: 0 } };
    expect(verdictOf(timeout, inputOf(POLICY, [call], { ...CALM, connections }))).not.toBe('refuted');
  });
});
