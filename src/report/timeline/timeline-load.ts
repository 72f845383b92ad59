import type { RunJournal } from '../../journal/run-journal.js';
import { hasSucceeded } from '../../recovery/attempt-outcome.js';
import { textFromThreshold } from '../../policy/threshold-from-text.js';
import type { RunClaims } from '../../recovery/judge-run.js';
import type { LoadBucket, LoadStageSpan, LoadThreshold, TimelineLoad } from './scenario-timeline.js';
import type { TimelineClock } from './timeline-clock.js';
import { roundedMs } from './timeline-clock.js';

/** A load that a scenario planned, and when it began: an instant of the journal. */
export interface PlannedLoad {
  readonly workflow: string;
  readonly startedAtMs: number;
  readonly stages: readonly { readonly durationMs: number; readonly target: number }[];
}

/** What is known of a load beside what was seen of it. */
export interface LoadPlan {
  readonly loads: readonly PlannedLoad[];
  readonly claims: readonly RunClaims[];
}

/**
 * The course of many calls: what was asked, attempted and answered, and how long answers took, in stretches of equal length.
 *
 * @param journal - of a run
 * @param clock - of the picture
 * @param plan - its stages, and what must hold of it
 * @returns `undefined` when none was planned and there are too few calls to speak of one
 */
export function timelineLoad({ exchanges, asks }: RunJournal, clock: TimelineClock, plan: LoadPlan): TimelineLoad | undefined {
  const attempts = exchanges.filter(({ side }) => side === 'egress');
  if ((attempts.length < LEAST_ATTEMPT_COUNT && plan.loads.length === 0) || clock.lengthMs <= 0) return undefined;
  const bucketMs = roundStretch(clock.lengthMs / WANTED_COUNT);
  const count = Math.floor(clock.lengthMs / bucketMs) + 1;
  const buckets = Array.from({ length: count }, () => ({
    askCount: 0,
    attemptCount: 0,
    okCount: 0,
    failedCount: 0,
    tookMs: [] as number[],
  }));
  const bucketAt = (instantMs: number) => buckets[Math.min(count - 1, Math.max(0, Math.floor(clock.at(instantMs) / bucketMs)))];
  const bump = (instantMs: number, member: 'askCount' | 'attemptCount' | 'okCount' | 'failedCount'): void => {
    const bucket = bucketAt(instantMs);
    if (bucket !== undefined) bucket[member] += 1;
  };
  for (const { askedAtMs } of asks) bump(askedAtMs, 'askCount');
  for (const exchange of exchanges) {
    const { side, receivedFirstAtMs, respondedLastAtMs, outcome } = exchange;
    bump(receivedFirstAtMs, side === 'ingress' ? 'askCount' : 'attemptCount');
    if (side === 'ingress' || respondedLastAtMs === undefined) continue;
    bump(respondedLastAtMs, hasSucceeded(exchange) ? 'okCount' : 'failedCount');
    if (outcome === 'answered') bucketAt(respondedLastAtMs)?.tookMs.push(respondedLastAtMs - receivedFirstAtMs);
  }
  const stages = plan.loads.flatMap((load) => stagesOf(load, clock));
  const thresholds = thresholdsOf(plan.claims);
  return {
    bucketMs,
    buckets: buckets.map(({ tookMs, ...counts }): LoadBucket => ({ ...counts, ...percentiles(tookMs) })),
    ...(stages.length === 0 ? {} : { stages }),
    ...(thresholds.length === 0 ? {} : { thresholds }),
  };
}

function stagesOf({ workflow, startedAtMs, stages }: PlannedLoad, clock: TimelineClock): readonly LoadStageSpan[] {
  let fromMs = startedAtMs;
  let fromUserCount = 0;
  return stages.slice(0, MAX_STAGE_COUNT).map(({ durationMs, target }) => {
    const span = { workflow, fromMs: clock.at(fromMs), toMs: clock.at(fromMs + durationMs), fromUserCount, toUserCount: target };
    fromMs += durationMs;
    fromUserCount = target;
    return span;
  });
}

/** Those that can be drawn as a line: upper limits of the latency, and of the share that failed. */
function thresholdsOf(claims: readonly RunClaims[]): readonly LoadThreshold[] {
  const found = new Map<string, LoadThreshold>();
  for (const threshold of claims.flatMap(({ expectations }) => expectations.thresholds)) {
    const { metric, comparison, limit } = threshold;
    if (!comparison.startsWith('<') || (metric !== 'http_req_duration' && metric !== 'http_req_failed')) continue;
    const text = textFromThreshold(threshold);
    found.set(text, { of: metric === 'http_req_duration' ? 'latency' : 'failures', text, limit });
  }
  return [...found.values()];
}

function percentiles(tookMs: readonly number[]): Pick<LoadBucket, 'p50Ms' | 'p95Ms'> {
  if (tookMs.length === 0) return {};
  const sorted = [...tookMs].sort((left, right) => left - right);
  const at = (ratio: number): number => roundedMs(sorted[Math.max(0, Math.ceil(ratio * sorted.length) - 1)] ?? 0);
  return { p50Ms: at(0.5), p95Ms: at(0.95) };
}

/** 1, 2 or 5 times a power of ten: people read the axis. */
function roundStretch(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(ms, 0.001)));
  return roundedMs([1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= ms) ?? 10 * power);
}

const LEAST_ATTEMPT_COUNT = 60;
const WANTED_COUNT = 80;
const MAX_STAGE_COUNT = 200;
