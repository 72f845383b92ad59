import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../src/journal/exchange.js';
import { attemptEnd, isFailure, isRetryable, textFromEnd } from '../../src/recovery/attempt-end.js';
import { exchangeWith } from '../support/exchange-arbitrary.js';

const GOOD = { status: 200, headers: [], body: '' };
const BAD = { status: 503, headers: [], body: '' };

describe('how an attempt ended', () => {
  it.each<[string, Partial<Exchange>, string, boolean]>([
    ['an answer', { response: GOOD }, '200', false],
    ['a bad answer', { response: BAD }, '503', true],
    ['a refused connection', { outcome: 'refused', response: undefined }, 'network', true],
    ['a reset', { outcome: 'reset', response: undefined }, 'network', true],
    ['a body cut off', { outcome: 'reset', response: GOOD }, 'network', true],
    ['a bad answer cut off', { outcome: 'reset', response: BAD }, 'unclear', false],
    ['no answer that anybody waited for', { outcome: 'aborted', response: undefined }, 'timeout', true],
    ['a bad answer that was not read to its end', { outcome: 'aborted', response: BAD }, '503', true],
    ['a good answer that was not read to its end', { outcome: 'aborted', response: GOOD }, 'unclear', false],
    ['nothing yet', { outcome: 'timedOut', response: undefined }, 'unclear', false],
  ])('is told of %s', (_what, members, text, isBad) => {
    const end = attemptEnd(exchangeWith(members));
    expect(textFromEnd(end)).toBe(text);
    expect(isFailure(end)).toBe(isBad);
    expect(isRetryable(end, undefined)).toBe(isBad);
  });

  it.each([
    [499, false],
    [500, true],
    [504, true],
    [505, false],
  ])('is in a range of statuses at both of its ends: %i', (status, isIn) => {
    expect(isRetryable({ kind: 'status', status }, [{ kind: 'status', first: 500, last: 504 }])).toBe(isIn);
  });
});
