import type { Threshold } from '../../policy/expectations.js';
import { textFromThreshold } from '../../policy/threshold-from-text.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import type { Judgement, Oracle, OracleInput } from '../oracle.js';
import type { Measure } from '../measure.js';
import { measureOf } from '../measure.js';

/**
 * A statistic of the run keeps its limit. What a slow machine makes worse (durations, throughput) is only refuted when it would be beyond
 * the limit without the lateness that the canary saw. Exercised: there was something to measure.
 */
export const threshold: Oracle = {
  claim: 'threshold',
  summary: "Durations, failures and throughput keep their limits, in k6's words.",
  source: 'https://grafana.com/docs/k6/latest/using-k6/thresholds/',
  judge: (input) => input.expectations.thresholds.map((threshold) => judgeThreshold(threshold, input)),
};

function judgeThreshold(threshold: Threshold, input: OracleInput): Judgement {
  const about = { claim: 'threshold', subject: threshold.metric, expected: textFromThreshold(threshold) } as const;
  const measure = measureOf(threshold, input);
  if (measure === undefined) return inconclusive(about, 'nothing was measured');
  const { value, bestValue, sampleCount } = measure;
  const seen = `${rounded(value)} over ${sampleCount} samples`;
  if (holds(threshold, value)) return judgementOf({ kind: 'proved' }, { ...about, seen, witness: measure.witness });
  if (bestValue === undefined) return inconclusive({ ...about, seen }, 'without a canary the machine may have been slow');
  if (isHelped(threshold, measure) && holds(threshold, bestValue))
    return inconclusive({ ...about, seen }, 'it may be the machine that was slow');
  return refuted({ ...about, seen, witness: measure.witness });
}

/** Whether a faster machine would bring the value towards its limit. */
function isHelped({ comparison }: Threshold, { value, bestValue = value }: Measure): boolean {
  if (comparison === '<' || comparison === '<=') return bestValue < value;
  if (comparison === '>' || comparison === '>=') return bestValue > value;
  return bestValue !== value;
}

function holds({ comparison, limit }: Threshold, value: number): boolean {
  switch (comparison) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '==':
      return value === limit;
    case '!=':
      return value !== limit;
  }
}

function rounded(value: number): string {
  return String(Math.round(value * 10_000) / 10_000);
}
