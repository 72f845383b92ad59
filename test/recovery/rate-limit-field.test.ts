import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateLimitFields } from '../../src/recovery/rate-limit-field.js';

describe('what an answer says is left', () => {
  it.each<[string, readonly string[], readonly object[]]>([
    ['the draft', ['RateLimit', '"default";r=50;t=30'], [{ policy: 'default', partition: '', remainingCount: 50, resetMs: 30_000 }]],
    [
      'two quotas, one of them for a key',
      ['RateLimit', '"a";r=1;t=2, "b";r=0;t=9;pk=:cHsdsRa894==:'],
      [
        { policy: 'a', partition: '', remainingCount: 1, resetMs: 2_000 },
        { policy: 'b', partition: ':cHsdsRa894==:', remainingCount: 0, resetMs: 9_000 },
      ],
    ],
    [
      'an older draft',
      ['ratelimit', 'limit=100, remaining=7, reset=4'],
      [{ policy: '', partition: '', remainingCount: 7, resetMs: 4_000 }],
    ],
    [
      'the oldest draft',
      ['RateLimit-Remaining', '0', 'RateLimit-Reset', '3'],
      [{ policy: '', partition: '', remainingCount: 0, resetMs: 3_000 }],
    ],
    ['no reset', ['RateLimit', '"default";r=50'], []],
    ['no number', ['RateLimit', '"default";r=x;t=1'], []],
    ['nothing', ['Retry-After', '1'], []],
  ])('is read from %s', (_what, headers, fields) => {
    expect(rateLimitFields(headers)).toEqual(fields);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        rateLimitFields(['RateLimit', text]);
      }),
      { seed: 49 },
    );
  });
});
