import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { httpDateMs, parseRetryAfter } from '../../src/recovery/retry-after-value.js';

describe('the value of a Retry-After', () => {
  it('is any number of whole seconds', () => {
    fc.assert(
      fc.property(fc.nat(), (seconds) => {
        expect(parseRetryAfter(String(seconds), 0)).toEqual({ kind: 'seconds', waitMs: seconds * 1_000 });
      }),
      { seed: 46 },
    );
  });

  it('is any date, which has passed or has not', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2060-01-01'), noInvalidDate: true }), fc.nat(), (date, distanceMs) => {
        const atMs = Math.floor(date.getTime() / 1_000) * 1_000;
        const text = date.toUTCString();
        expect(parseRetryAfter(text, atMs - 1 - distanceMs)).toEqual({ kind: 'date', atMs, isPast: false });
        expect(parseRetryAfter(text, atMs + distanceMs)).toEqual({ kind: 'date', atMs, isPast: true });
      }),
      { seed: 47 },
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.double(), (text, nowMs) => {
        parseRetryAfter(text, nowMs);
      }),
      { seed: 48 },
    );
  });

  it.each(['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'])(
    'may be written as %s',
    (text) => {
      expect(httpDateMs(text)).toBe(784_111_777_000);
    },
  );

  it.each(['', 'soon', '-1', '1.5', '1e3', '+5', '5, 10', '0x10', '2026-01-01T00:00:00Z', 'Sun, 99 Nov 1994 08:49:37 GMT', 'Infinity'])(
    'is invalid when it is %j',
    (text) => {
      expect(parseRetryAfter(text, 0)).toEqual({ kind: 'invalid' });
    },
  );

  it('may be larger than any timer', () => {
    expect(parseRetryAfter('2147484', 0)).toEqual({ kind: 'seconds', waitMs: 2_147_484_000 });
  });
});
