import type { Exchange } from '../../journal/exchange.js';
import type { RunJournal } from '../../journal/run-journal.js';

/** What happened in one stretch of time. */
export interface PlotPoint {
  /** Where the stretch begins, since the journal does. */
  readonly atMs: number;
  /** What consumers were asked to do. */
  readonly offeredCount: number;
  /** Calls to providers that began: more than what was offered when calls are tried again. */
  readonly attemptCount: number;
  /** Of the attempts that ended here, those that were answered below 400; the others failed. */
  readonly successCount: number;
  readonly failureCount: number;
  /** Attempts that were open at the end of the stretch: what waits at the providers. */
  readonly openCount: number;
}

/**
 * Offered load, attempts, successes and what is open, over time: what shows an overload that stays when its cause has gone.
 *
 * @param journal - of a run
 * @param stretchMs - how long each stretch is; by default such that there are about two hundred
 * @returns from the first instant to the last, without gaps; empty for an empty journal
 */
export function plotData(journal: RunJournal, stretchMs?: number): readonly PlotPoint[] {
  const { exchanges, asks, endedAtMs } = journal;
  const beginnings = [...exchanges.map(({ receivedFirstAtMs }) => receivedFirstAtMs), ...asks.map(({ askedAtMs }) => askedAtMs)];
  if (beginnings.length === 0) return [];
  const startMs = smallest(beginnings);
  const endMs = Math.max(
    endedAtMs ?? startMs,
    ...[largest(beginnings), largest(exchanges.map(({ respondedLastAtMs }) => respondedLastAtMs ?? startMs))],
  );
  const lengthMs = stretchMs ?? roundStretch((endMs - startMs) / WANTED_COUNT);
  const count = Math.min(MAX_POINT_COUNT, Math.floor((endMs - startMs) / lengthMs) + 1);
  const points = Array.from({ length: count }, (_, index) => emptyPoint(index * lengthMs));
  const pointAt = (atMs: number): MutablePoint | undefined => points[Math.min(count - 1, Math.floor((atMs - startMs) / lengthMs))];
  for (const { askedAtMs } of asks) bump(pointAt(askedAtMs), 'offeredCount');
  for (const exchange of exchanges) {
    const { side, receivedFirstAtMs, respondedLastAtMs } = exchange;
    bump(pointAt(receivedFirstAtMs), side === 'ingress' ? 'offeredCount' : 'attemptCount');
    if (side === 'egress' && respondedLastAtMs !== undefined) {
      bump(pointAt(respondedLastAtMs), hasSucceeded(exchange) ? 'successCount' : 'failureCount');
    }
  }
  return withOpenCounts(points);
}

/**
 * Points as comma-separated values with a line of names, as plotting programs read them.
 *
 * @param points - in order
 * @see RFC 4180
 */
export function csvFromPlot(points: readonly PlotPoint[]): string {
  const rows = points.map((point) =>
    [point.atMs, point.offeredCount, point.attemptCount, point.successCount, point.failureCount, point.openCount].join(','),
  );
  return `${['at_ms,offered,attempts,successes,failures,open', ...rows].join('\n')}\n`;
}

type MutablePoint = { -readonly [Member in keyof PlotPoint]: PlotPoint[Member] };

const WANTED_COUNT = 200;
const MAX_POINT_COUNT = 100_000;

function emptyPoint(atMs: number): MutablePoint {
  return { atMs, offeredCount: 0, attemptCount: 0, successCount: 0, failureCount: 0, openCount: 0 };
}

function bump(point: MutablePoint | undefined, member: Exclude<keyof PlotPoint, 'atMs'>): void {
  if (point !== undefined) point[member] += 1;
}

function hasSucceeded({ outcome, response }: Exchange): boolean {
  return outcome === 'answered' && response !== undefined && response.status < 400;
}

function withOpenCounts(points: readonly MutablePoint[]): readonly PlotPoint[] {
  let openCount = 0;
  return points.map((point) => {
    openCount += point.attemptCount - point.successCount - point.failureCount;
    return { ...point, openCount };
  });
}

/** 1, 2 or 5 times a power of ten: people read the axis. */
function roundStretch(ms: number): number {
  if (ms <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(ms));
  const steps = [1, 2, 5, 10].map((factor) => factor * power);
  return steps.find((step) => step >= ms) ?? 10 * power;
}

function smallest(numbers: readonly number[]): number {
  return numbers.reduce((least, number) => Math.min(least, number), Number.POSITIVE_INFINITY);
}

function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), Number.NEGATIVE_INFINITY);
}
