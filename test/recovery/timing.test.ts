import { describe, expect, it } from 'vitest';
import { failureShownAtMs, waitAtLeastMs, waitAtMostMs } from '../../src/recovery/timing.js';
import { exchangeWith } from '../support/exchange-arbitrary.js';

const before = exchangeWith({ respondedFirstAtMs: 1_000, respondedLastAtMs: 1_040 });
const after = exchangeWith({ receivedFirstAtMs: 1_500 });

describe('the wait between two attempts', () => {
  it('is at most from the moment before the answer', () => {
    expect(waitAtMostMs(before, after)).toBe(500);
  });

  it('is at least from the end of the answer, less how late the machine was', () => {
    expect(waitAtLeastMs(before, after, 10)).toBe(450);
  });

  it('is at most from the end of the request when it was cut without an answer', () => {
    expect(waitAtMostMs({ ...before, receivedLastAtMs: 980, respondedFirstAtMs: undefined, outcome: 'reset' }, after)).toBe(520);
  });

  it('is not bounded when the consumer gave up by itself', () => {
    const aborted = { ...before, respondedFirstAtMs: undefined, outcome: 'aborted' } as const;
    expect(waitAtMostMs(aborted, after)).toBe(Number.POSITIVE_INFINITY);
    expect(failureShownAtMs(aborted)).toBeUndefined();
  });

  it('is not bounded from below while the first attempt is open', () => {
    expect(waitAtLeastMs({ ...before, respondedLastAtMs: undefined }, after, 0)).toBe(Number.NEGATIVE_INFINITY);
  });
});
