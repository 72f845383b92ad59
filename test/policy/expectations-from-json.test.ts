import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.js';
import { NO_EXPECTATIONS } from '../../src/policy/expectations.js';
import { expectationsFromJson } from '../../src/policy/expectations-from-json.js';

describe('expectationsFromJson', () => {
  it('asks nothing that is not written', () => {
    expect(expectationsFromJson({})).toEqual(NO_EXPECTATIONS);
  });

  it('reads every member', () => {
    const json: JsonObject = {
      nothingLost: true,
      nothingTwice: true,
      inOrderBy: '/account',
      recoveredWithin: '30s',
      answeredWithin: '1.5s',
      attemptsAtMost: 4,
      amplificationAtMost: 1.5,
      fallback: { status: 200, body: { '/stale': true }, within: '200ms' },
      noSilentCorruption: true,
      herd: { window: '100ms', maxRatio: 0.5 },
      settlesWithin: '10s',
      atLeastOnce: true,
      effectivelyOnce: true,
      deadLetterWithin: { attempts: 3 },
      resubscribedWithin: '5s',
      flushedWithin: '10s',
      lagAtMost: '1m',
      thresholds: { http_req_failed: ['rate<0.05'], http_req_duration: 'p(95)<2000' },
    };
    expect(expectationsFromJson(json)).toEqual({
      nothingLost: true,
      nothingTwice: true,
      inOrderBy: '/account',
      recoveredWithinMs: 30_000,
      answeredWithinMs: 1_500,
      attemptsAtMost: 4,
      amplificationAtMost: 1.5,
      fallback: { status: 200, body: { '/stale': true }, withinMs: 200 },
      noSilentCorruption: true,
      herd: { windowMs: 100, maxRatio: 0.5 },
      settlesWithinMs: 10_000,
      atLeastOnce: true,
      effectivelyOnce: true,
      deadLetterWithin: { attemptCount: 3 },
      resubscribedWithinMs: 5_000,
      flushedWithinMs: 10_000,
      lagAtMostMs: 60_000,
      thresholds: [
        { metric: 'http_req_duration', statistic: { kind: 'percentile', percent: 95 }, comparison: '<', limit: 2_000 },
        { metric: 'http_req_failed', statistic: { kind: 'rate' }, comparison: '<', limit: 0.05 },
      ],
    });
  });

  it.each<readonly [JsonObject, string]>([
    [{ nothingLots: true }, '/nothingLots'],
    [{ recoveredWithin: 30 }, '/recoveredWithin'],
    [{ recoveredWithin: 'soon' }, '/recoveredWithin'],
    [{ herd: { window: '1s' } }, '/herd'],
    [{ deadLetterWithin: 3 }, '/deadLetterWithin'],
    [{ inOrderBy: 'order' }, '/inOrderBy'],
    [{ thresholds: { http_req_failed: ['rate<many'] } }, '/thresholds/http_req_failed'],
    [{ thresholds: { http_req_duration: ['rate<1'] } }, '/thresholds/http_req_duration'],
  ])('refuses %j where it is wrong', (json, pointer) => {
    expect(() => expectationsFromJson(json, { file: 'a.yaml', pointer: '/expect' })).toThrowError(
      expect.objectContaining({
        code: 'E_EXPECTATION_INVALID',
        at: { file: 'a.yaml', pointer: expect.stringContaining(`/expect${pointer.slice(0, 5)}`) },
      }),
    );
  });
});
