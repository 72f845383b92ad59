import type { Threshold, ThresholdMetric } from '../policy/expectations.js';
import { endOfAttempt, hasSucceeded } from './attempt-outcome.js';
import { endOfJournal } from './journal-end.js';
import { exchangesOfLink } from './link.js';
import { carriesMessages, messageFlow } from './messages/message-flow.js';
import type { OracleInput } from './oracle.js';

/** What a threshold is held against. */
export interface Measure {
  readonly value: number;
  /** What it would have been at best on a machine that is never late; `undefined` when nobody knows. */
  readonly bestValue: number | undefined;
  readonly sampleCount: number;
  /** Ids of the samples that made it so. */
  readonly witness: readonly string[];
}

/** One thing that took its time and came to something. */
interface Sample {
  readonly id: string;
  readonly fromMs: number;
  readonly durationMs: number;
  readonly hasFailed: boolean;
}

/**
 * The value of a threshold's statistic, as its metric's users see it: over what the consumer was asked, and when nobody recorded that
 * over its calls.
 *
 * @param threshold - metric and statistic
 * @param input - of an oracle
 * @returns `undefined` when there is nothing to measure
 */
export function measureOf({ metric, statistic }: Threshold, input: OracleInput): Measure | undefined {
  const samples = samplesOf(metric, input);
  if (samples.length === 0) return undefined;
  const { latenessMs } = input.noise;
  if (metric === 'http_req_duration' || metric === 'queue_depth') {
    const values = metric === 'queue_depth' ? depthsOf(samples) : samples.map(({ durationMs }) => durationMs);
    const value = statisticOf(statistic, values);
    const slowest = [...samples].sort((left, right) => right.durationMs - left.durationMs).slice(0, SHOWN_COUNT);
    const best = metric === 'queue_depth' ? unlessLate(value, latenessMs) : latenessMs === undefined ? undefined : value - latenessMs;
    return { value, bestValue: best, sampleCount: values.length, witness: slowest.map(({ id }) => id) };
  }
  const failing = samples.filter(({ hasFailed }) => hasFailed);
  if (isShare(metric)) {
    const value = (metric === 'checks' ? samples.length - failing.length : failing.length) / samples.length;
    return { value, bestValue: value, sampleCount: samples.length, witness: failing.slice(0, SHOWN_COUNT).map(({ id }) => id) };
  }
  if (statistic.kind === 'count') return { value: samples.length, bestValue: samples.length, sampleCount: samples.length, witness: [] };
  const lengthMs = Math.max(1, endOfJournal(input.journal) - (samples[0]?.fromMs ?? 0));
  const perSecond = (ms: number): number => (samples.length * 1_000) / Math.max(1, ms);
  const best = latenessMs === undefined ? undefined : perSecond(lengthMs - latenessMs);
  return { value: perSecond(lengthMs), bestValue: best, sampleCount: samples.length, witness: [] };
}

/** Where messages flow it is messages that are counted. */
function samplesOf(metric: ThresholdMetric, input: OracleInput): readonly Sample[] {
  if ((metric === 'message_rate' || metric === 'queue_depth') && carriesMessages(input)) return messageSamples(input);
  return metric === 'message_rate' ? callSamples(input) : askSamples(input);
}

/** From sending a message, or from when the receiver was given it where nobody recorded that, until it was settled. */
function messageSamples(input: OracleInput): readonly Sample[] {
  const endMs = endOfJournal(input.journal);
  const samples = messageFlow(input).histories.flatMap(({ sent, deliveries, isTaken }) => {
    const [first] = sent.length > 0 ? sent : deliveries;
    const last = deliveries.at(-1);
    // What was never given to the receiver may not have been for it.
    if (first === undefined || last === undefined || isTaken) return [];
    return [{ id: first.id, fromMs: first.atMs, durationMs: Math.max(0, (last.settledAtMs ?? endMs) - first.atMs), hasFailed: false }];
  });
  return samples.sort((left, right) => left.fromMs - right.fromMs);
}

function isShare(metric: ThresholdMetric): boolean {
  return metric === 'http_req_failed' || metric === 'checks';
}

function unlessLate(value: number, latenessMs: number | undefined): number | undefined {
  // How deep a queue would have been on another machine nobody can say, unless time is simulated.
  return latenessMs === 0 ? value : undefined;
}

function askSamples(input: OracleInput): readonly Sample[] {
  const endMs = endOfJournal(input.journal);
  const samples = input.asks.map(({ id, askedAtMs, answeredAtMs, outcome }) => {
    const durationMs = Math.max(0, (answeredAtMs ?? endMs) - askedAtMs);
    return { id, fromMs: askedAtMs, durationMs, hasFailed: outcome !== 'succeeded' };
  });
  return samples.length > 0 ? samples : callSamples(input);
}

function callSamples({ journal, consumer, provider }: OracleInput): readonly Sample[] {
  return exchangesOfLink(journal, { consumer, provider }).map((exchange) => ({
    id: exchange.id,
    fromMs: exchange.receivedFirstAtMs,
    durationMs: Math.max(0, endOfAttempt(exchange) - exchange.receivedFirstAtMs),
    hasFailed: !hasSucceeded(exchange),
  }));
}

/** How many were open whenever one was added. */
function depthsOf(samples: readonly Sample[]): readonly number[] {
  const endsMs = samples.map(({ fromMs, durationMs }) => fromMs + durationMs).sort((left, right) => left - right);
  let endedCount = 0;
  return samples.map(({ fromMs }, index) => {
    while ((endsMs[endedCount] ?? Number.POSITIVE_INFINITY) <= fromMs) endedCount += 1;
    return Math.max(0, index + 1 - endedCount);
  });
}

/** Percentiles as k6 has them: between two samples in proportion. */
function statisticOf(statistic: Threshold['statistic'], values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  switch (statistic.kind) {
    case 'min':
      return sorted[0] ?? 0;
    case 'max':
      return sorted.at(-1) ?? 0;
    case 'med':
      return quantile(sorted, 0.5);
    case 'percentile':
      return quantile(sorted, statistic.percent / 100);
    default:
      return sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  }
}

function quantile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const low = sorted[Math.floor(position)] ?? 0;
  const high = sorted[Math.ceil(position)] ?? low;
  return low + (high - low) * (position - Math.floor(position));
}

const SHOWN_COUNT = 3;
