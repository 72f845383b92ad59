import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ThresholdMetric } from '../../src/policy/expectations.js';
import { textFromThreshold, thresholdFromText } from '../../src/policy/threshold-from-text.js';

describe('a threshold', () => {
  it('is read back from its own text', () => {
    const statistic = fc.oneof(
      fc.constantFrom('avg', 'min', 'max', 'med'),
      fc.integer({ min: 0, max: 100 }).map((percent) => `p(${percent})`),
    );
    const comparison = fc.constantFrom('<', '<=', '>', '>=', '==', '!=');
    fc.assert(
      fc.property(statistic, comparison, fc.nat({ max: 100_000 }), (name, sign, limit) => {
        const threshold = thresholdFromText('http_req_duration', `${name}${sign}${limit}`);
        expect(threshold === undefined ? '' : textFromThreshold(threshold)).toBe(`http_req_duration ${name}${sign}${limit}`);
      }),
      { seed: 62 },
    );
  });

  it.each<readonly [ThresholdMetric, string, boolean]>([
    ['http_req_duration', 'p(95)<2000', true],
    ['http_req_duration', ' p(99.9) <= 2000 ', true],
    ['http_req_failed', 'rate<0.05', true],
    ['http_reqs', 'count>10', true],
    ['http_reqs', 'avg<10', false],
    ['http_req_failed', 'p(95)<1', false],
    ['http_req_duration', 'p(101)<1', false],
    ['http_req_duration', 'p(95)<', false],
    ['http_req_duration', 'p95<2000', false],
    ['checks', 'rate>0.9 || 1', false],
  ])('of %s can be %j: %s', (metric, text, isOne) => {
    expect(thresholdFromText(metric, text) !== undefined).toBe(isOne);
  });
});
