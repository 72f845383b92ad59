import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationFromMs, msFromDuration } from '../../src/base/duration.js';

describe('a duration', () => {
  it('is read back to the length it was written from', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10_000_000 }), fc.constantFrom(1, 1_000, 60_000, 3_600_000), (amount, unitMs) => {
        expect(msFromDuration(durationFromMs(amount * unitMs))).toBe(amount * unitMs);
      }),
      { seed: 20261121 },
    );
  });

  it.each([
    ['100ms', 100],
    ['2s', 2_000],
    ['1.5m', 90_000],
    ['1h', 3_600_000],
    ['0ms', 0],
  ])('reads %s as %d ms', (text, lengthMs) => expect(msFromDuration(text)).toBe(lengthMs));

  it.each(['', '2', 's', '2 s', '-1s', '1e3s', '.5s', '2d', '2S', `${'9'.repeat(400)}s`])('does not read "%s"', (text) =>
    expect(msFromDuration(text)).toBeUndefined(),
  );

  it('is written in the largest unit without a fraction', () => {
    expect([1_500, 60_000, 90_000, 0].map(durationFromMs)).toEqual(['1500ms', '1m', '90s', '0ms']);
  });
});
