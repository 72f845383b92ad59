import type { Threshold, ThresholdMetric } from './expectations.js';

/**
 * A threshold as k6 has it: `p(95)<2000`, `rate<=0.05`, `med<300`. What a metric cannot have (the rate of a duration) is no threshold.
 *
 * @param metric - what is measured
 * @param text - statistic, comparison and limit
 * @returns `undefined` when it is none
 * @see https://grafana.com/docs/k6/latest/using-k6/thresholds/
 */
export function thresholdFromText(metric: ThresholdMetric, text: string): Threshold | undefined {
  const [, word = '', percent, comparison = '', limit = ''] = THRESHOLD.exec(text) ?? [];
  const known = COMPARISONS.find((one) => one === comparison);
  const statistic = percent === undefined ? PLAIN.find((kind) => kind === word) : 'percentile';
  if (known === undefined || statistic === undefined || !STATISTICS[metric].has(statistic) || Number(percent ?? 0) > 100) return undefined;
  return {
    metric,
    statistic: statistic === 'percentile' ? { kind: 'percentile', percent: Number(percent) } : { kind: statistic },
    comparison: known,
    limit: Number(limit),
  };
}

/**
 * The threshold as it is written.
 *
 * @param threshold - of any metric
 */
export function textFromThreshold({ metric, statistic, comparison, limit }: Threshold): string {
  return `${metric} ${statistic.kind === 'percentile' ? `p(${statistic.percent})` : statistic.kind}${comparison}${limit}`;
}

const THRESHOLD = /^\s*(p\((\d{1,3}(?:\.\d{1,4})?)\)|[a-z]{3,5})\s*(<=|>=|===?|!=|<|>)\s*(\d{1,12}(?:\.\d{1,9})?)\s*$/;
const COMPARISONS: readonly Threshold['comparison'][] = ['<', '<=', '>', '>=', '==', '!='];
const PLAIN = ['avg', 'min', 'max', 'med', 'rate', 'count'] as const;
const TRENDS: ReadonlySet<string> = new Set(['avg', 'min', 'max', 'med', 'percentile']);
const RATES: ReadonlySet<string> = new Set(['rate']);
const COUNTERS: ReadonlySet<string> = new Set(['rate', 'count']);
const STATISTICS: Readonly<Record<ThresholdMetric, ReadonlySet<string>>> = {
  http_req_duration: TRENDS,
  http_req_failed: RATES,
  http_reqs: COUNTERS,
  message_rate: COUNTERS,
  queue_depth: TRENDS,
  checks: RATES,
};
