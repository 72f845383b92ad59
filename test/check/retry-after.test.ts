import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../../src/check/retry-after.js';

const NOW_MS = Date.UTC(2030, 0, 1);

describe('Retry-After', () => {
  it('is a time in seconds, at most a minute', () => {
    fc.assert(
      fc.property(fc.nat(), (seconds) => {
        expect(asked(String(seconds))).toBe(Math.min(seconds * 1_000, 60_000));
      }),
      { seed: 3 },
    );
  });

  it('is a date, seen from the date of the answer where there is one', () => {
    expect(asked(new Date(NOW_MS + 7_000).toUTCString())).toBe(7_000);
    const skewed = ['Date', new Date(NOW_MS - 3_600_000).toUTCString()];
    expect(asked(new Date(NOW_MS - 3_600_000 + 4_000).toUTCString(), skewed)).toBe(4_000);
  });

  it('is no time at all when its date is over', () => {
    expect(asked(new Date(NOW_MS - 5_000).toUTCString())).toBe(0);
  });

  it.each(['soon', '-3', '1.5', '', '2030-01-01', '5 minutes'])('asks for nothing when it is malformed: %j', (text) => {
    expect(asked(text)).toBeUndefined();
  });

  it('counts only with 429 and 503', () => {
    expect(asked('3', [], 503)).toBe(3_000);
    expect(asked('3', [], 202)).toBeUndefined();
    expect(asked('3', [], 301)).toBeUndefined();
  });
});

function asked(text: string, headers: readonly string[] = [], status = 429): number | undefined {
  return retryAfterMs({ status, headers: [...headers, 'Retry-After', text], body: undefined }, NOW_MS);
}
