import type { TimelineLane, TimelineMark } from '../timeline/scenario-timeline.js';

/** Which row of its lane each mark is drawn in. */
export interface TimelineRows {
  readonly rowOf: ReadonlyMap<TimelineMark, number>;
  /** Of calls, by number. */
  readonly rowOfCall: ReadonlyMap<number, number>;
  readonly rowCount: number;
}

/**
 * Rows in which the attempts of a call stand side by side, and calls that overlap stand below each other, as far as there is room.
 *
 * @param lane - of a timeline
 * @param lengthMs - of the run
 */
export function timelineRows({ marks }: Pick<TimelineLane, 'marks'>, lengthMs: number): TimelineRows {
  const gapMs = lengthMs * LEAST_GAP_RATIO;
  const spans = new Map<string, { fromMs: number; toMs: number }>();
  const keyOf = (mark: TimelineMark, index: number): string => (mark.call === undefined ? `mark ${index}` : `call ${mark.call}`);
  for (const [index, mark] of marks.entries()) {
    const key = keyOf(mark, index);
    const endMs = mark.atMs + (mark.durationMs ?? 0);
    const span = spans.get(key);
    if (span === undefined) spans.set(key, { fromMs: mark.atMs, toMs: endMs });
    else span.toMs = Math.max(span.toMs, endMs);
  }
  const freeAtMs: number[] = [];
  const rows = new Map<string, number>();
  for (const [key, { fromMs, toMs }] of spans) {
    const free = freeAtMs.findIndex((atMs) => atMs + gapMs <= fromMs);
    const row = free !== -1 ? free : freeAtMs.length < MAX_ROW_COUNT ? freeAtMs.length : earliest(freeAtMs);
    freeAtMs[row] = Math.max(freeAtMs[row] ?? 0, toMs);
    rows.set(key, row);
  }
  const rowOf = new Map(marks.map((mark, index) => [mark, rows.get(keyOf(mark, index)) ?? 0]));
  const rowOfCall = new Map(
    marks.flatMap((mark, index) => (mark.call === undefined ? [] : [[mark.call, rows.get(keyOf(mark, index)) ?? 0] as const])),
  );
  return { rowOf, rowOfCall, rowCount: Math.max(1, freeAtMs.length) };
}

function earliest(freeAtMs: readonly number[]): number {
  return freeAtMs.indexOf(freeAtMs.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY));
}

const MAX_ROW_COUNT = 8;
const LEAST_GAP_RATIO = 0.012;
