import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imfFixdate, retryAfterFrom, retryAfterHeaders } from '../../src/fault/retry-after.js';
import { headerValue } from '../../src/wire/http-message.js';

const NOW_MS = Date.UTC(2030, 0, 2, 3, 4, 5, 250);

describe('retryAfterHeaders', () => {
  it.each([
    ['seconds', ['2']],
    ['date', ['Wed, 02 Jan 2030 03:04:07 GMT']],
    ['past', ['Wed, 02 Jan 2030 02:04:06 GMT']],
    ['huge', ['2592000']],
    ['garbage', ['soon']],
    ['zero', ['0']],
    ['decimal', ['1.5']],
    ['negative', ['-2']],
    ['double', ['2', '5']],
    ['none', []],
  ] as const)('writes the form %s', (form, expected) => {
    const headers = retryAfterHeaders({ form, delayMs: 1_500 }, 0, NOW_MS);
    expect(headers.filter((_, index) => headers[index - 1] === 'retry-after')).toEqual(expected);
  });

  it('is never a moment too short, in seconds and as a date', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), fc.integer({ min: 0, max: 4e12 }), (quarters, nowMs) => {
        const waitMs = quarters / 4;
        const inSeconds = headerValue(retryAfterHeaders({ form: 'seconds', delayMs: undefined }, waitMs, nowMs), 'retry-after');
        expect(Number(inSeconds) * 1_000).toBeGreaterThanOrEqual(waitMs);
        expect(Number(inSeconds) * 1_000).toBeLessThan(waitMs + 1_000);
        const asDate = headerValue(retryAfterHeaders({ form: 'date', delayMs: undefined }, waitMs, nowMs), 'retry-after');
        expect(Date.parse(String(asDate))).toBeGreaterThanOrEqual(nowMs + waitMs);
        expect(Date.parse(String(asDate))).toBeLessThan(nowMs + waitMs + 1_001);
      }),
      { seed: 1 },
    );
  });

  it('writes the date as an IMF-fixdate, up to the last year that has four digits', () => {
    expect(imfFixdate(784_111_777_000)).toBe('Sun, 06 Nov 1994 08:49:37 GMT');
    expect(imfFixdate(1e18)).toBe('Fri, 31 Dec 9999 23:59:59 GMT');
  });

  it('gives a date with the clock that it is of', () => {
    expect(headerValue(retryAfterHeaders({ form: 'date', delayMs: 1_000 }, 0, NOW_MS), 'date')).toBe('Wed, 02 Jan 2030 03:04:05 GMT');
  });
});

describe('retryAfterFrom', () => {
  it.each([
    [{}, { form: 'none', delayMs: undefined }],
    [{ retryAfter: 7 }, { form: 'seconds', delayMs: 7_000 }],
    [{ retryAfter: '250ms' }, { form: 'seconds', delayMs: 250 }],
    [{ retryAfter: 'date' }, { form: 'date', delayMs: undefined }],
    [
      { retryAfter: 'date', retryIn: '3s' },
      { form: 'date', delayMs: 3_000 },
    ],
  ])('reads %j', (json, expected) => {
    expect(retryAfterFrom(json, 'none')).toEqual(expected);
  });
});
