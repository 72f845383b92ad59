import { describe, expect, it } from 'vitest';
import type { RetryAfterForm } from '../../../src/recovery/probe/experiment.js';
import { inferRetryAfter } from '../../../src/recovery/probe/infer-retry-after.js';
import type { ObservedRun } from '../../../src/recovery/probe/observed-run.js';
import { ownWaits } from '../../../src/recovery/probe/own-waits.js';
import { observedRun } from '../../support/observed-run.js';

const own = ownWaits([200, 205, 210].map((first) => observedRun({ waitsMs: [first, 400, 800] })));
const lateness = { meanMs: 3 };

describe('inferRetryAfter', () => {
  it.each<[string, RetryAfterForm, readonly ObservedRun[], string | null]>([
    ['waits that move with what is asked', 'seconds', [asked(5, 5_010), asked(12, 12_020)], 'honoured'],
    ['its own waits', 'seconds', [asked(5, 204), asked(12, 208)], 'ignored'],
    ['the same shorter wait for both', 'seconds', [asked(5, 3_004), asked(12, 3_010)], 'capped'],
    ['a wait a ms short of what is asked, as timers come', 'seconds', [asked(5, 4_999), asked(12, 11_999)], 'honoured'],
    ['waits of some runs only', 'seconds', [asked(5, 5_010), asked(12, 210)], null],
    ['no wait at all where it has its own', 'past', [unasked([2, 1, 2]), unasked([3, 1, 1])], 'hot-loop'],
    ['its own waits after a date that has passed', 'past', [unasked([203, 404, 802]), unasked([207, 401, 809])], 'ignored'],
    ['an end at once', 'huge', [unasked([]), unasked([])], 'gives-up'],
    ['nothing more as long as it was watched', 'huge', [unasked([], 'pending'), unasked([], 'pending')], 'hangs'],
    ['an end in some runs only', 'huge', [unasked([]), unasked([200])], null],
    ['a bound of its own', 'huge', [unasked([30_002]), unasked([30_040])], 'capped'],
  ])('tells %s', (_name, form, runs, expected) => {
    expect(inferRetryAfter(form, runs, { own, isWaiting: true, lateness }).value).toBe(expected);
  });

  it('says that a client without retries says nothing', () => {
    const inferred = inferRetryAfter('past', [unasked([])], { own: undefined, isWaiting: true, lateness });
    expect(inferred).toMatchObject({ value: 'ignored', verdict: { verdict: 'inconclusive', reason: 'it never retries' } });
  });

  it('drives nobody into a hot loop who never waits, however late the runs without the field were', () => {
    const inferred = inferRetryAfter('past', [unasked([2, 1, 2]), unasked([3, 1, 1])], { own, isWaiting: false, lateness });
    expect(inferred).toMatchObject({ value: 'ignored', verdict: { verdict: 'consistent' } });
  });

  it('takes no late client for one that waits for a bound of its own', () => {
    const late = [asked(5, 900), asked(12, 950)];
    expect(inferRetryAfter('seconds', late, { own, isWaiting: true, lateness }).value).toBeNull();
  });
});

function asked(seconds: number, waitMs: number): ObservedRun {
  return observedRun({ waitsMs: [waitMs, waitMs + 3], headers: ['retry-after', String(seconds)], end: 'stopped' });
}

function unasked(waitsMs: readonly number[], end?: ObservedRun['end']): ObservedRun {
  return observedRun({ waitsMs, headers: ['retry-after', 'soon'], end: end ?? (waitsMs.length === 0 ? 'failed' : 'stopped') });
}
