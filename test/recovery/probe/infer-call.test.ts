import { describe, expect, it } from 'vitest';
import { inferAttempts, inferTruncatedBody, inferUnsafeRetry } from '../../../src/recovery/probe/infer-call.js';
import { refusedRetriedIn, retriedIn } from '../../../src/recovery/probe/infer-retried.js';
import { inferTimeout } from '../../../src/recovery/probe/infer-timeout.js';
import { observedRun } from '../../support/observed-run.js';

const once = observedRun({ waitsMs: [] });
const again = observedRun({ waitsMs: [100], end: 'stopped' });

describe('retriedIn', () => {
  it.each([
    ['one attempt and an end', [once], 'no'],
    ['a second attempt in two runs', [again, again], 'yes'],
    ['a second attempt in one run only', [again], 'open'],
    ['runs that contradict each other', [again, again, once], 'open'],
    ['nothing', [], 'open'],
  ])('judges %s', (_name, runs, expected) => {
    expect(retriedIn(runs)).toBe(expected);
  });

  it('takes refusals from notes, and from a counter only where it says little or says the same again and again', () => {
    const refused = (atLeast: number, atMost: number): ReturnType<typeof observedRun> =>
      observedRun({ waitsMs: [], changes: { attempts: [], refusals: { atLeast, atMost } } });
    expect(refusedRetriedIn([refused(1, 1)])).toBe('no');
    expect(refusedRetriedIn([refused(3, 3), refused(3, 3)])).toBe('yes');
    expect(refusedRetriedIn([refused(0, 4), refused(0, 1)])).toBe('no');
    expect(refusedRetriedIn([refused(0, 4)])).toBe('open');
  });
});

describe('inferAttempts', () => {
  it('counts the attempts that all runs agree on, and says null where they do not', () => {
    const three = observedRun({ waitsMs: [100, 200] });
    expect(inferAttempts([three, three])).toMatchObject({ value: 3, verdict: { verdict: 'proved' } });
    expect(inferAttempts([three, again, observedRun({ waitsMs: [100] })])).toMatchObject({
      value: null,
      verdict: { verdict: 'inconclusive' },
    });
  });

  it('says that there is no end when it was stopped after very many', () => {
    const endless = observedRun({ waitsMs: Array.from({ length: 25 }, () => 10), end: 'stopped' });
    expect(inferAttempts([endless])).toMatchObject({ value: null, verdict: { verdict: 'proved' } });
  });
});

describe('inferUnsafeRetry', () => {
  it.each([
    ['GET', false, false],
    ['POST', false, true],
    ['POST', true, false],
    ['PATCH', false, true],
  ])('judges %s with a stable key %s: %s', (method, hasStableKey, expected) => {
    expect(inferUnsafeRetry({ method, hasStableKey, runs: [again], isOpen: false }).value).toBe(expected);
  });
});

describe('inferTruncatedBody', () => {
  it.each([
    ['success', observedRun({ waitsMs: [], end: 'succeeded' })],
    ['error', once],
    ['retry', again],
    ['pending', observedRun({ waitsMs: [], end: 'pending' })],
  ])('tells %s', (expected, run) => {
    expect(inferTruncatedBody([run, run], true).value).toBe(expected);
  });

  it('cannot tell an error from a command that always fails', () => {
    expect(inferTruncatedBody([once, once], false).value).toBeNull();
  });
});

describe('inferTimeout', () => {
  it('names the round number between when the request came and when the command began', () => {
    const run = observedRun({ waitsMs: [], changes: { goneAtMs: new Map([['1', 1_960]]) } });
    expect(inferTimeout([run, run], { meanMs: 3 }).value).toBe(2_000);
  });

  it('says null, and how long it was watched, when nobody gave up', () => {
    const run = observedRun({ waitsMs: [], end: 'pending', changes: { patienceMs: 120_000 } });
    expect(inferTimeout([run], { meanMs: 3 })).toMatchObject({
      value: null,
      verdict: { verdict: 'consistent', reason: 'none within 120 s' },
    });
  });

  it('says nothing where the bounds are far apart', () => {
    const run = observedRun({ waitsMs: [], changes: { goneAtMs: new Map([['1', 1_000]]), askedAtMs: -900 } });
    expect(inferTimeout([run], { meanMs: 3 }).value).toBeNull();
  });
});
