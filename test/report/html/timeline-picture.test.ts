import { describe, expect, it } from 'vitest';
import { timeScale } from '../../../src/report/html/time-scale.js';
import { timelinePicture } from '../../../src/report/html/timeline-picture.js';
import { timelineRows } from '../../../src/report/html/timeline-rows.js';
import { htmlFromTree } from '../../../src/report/html/tree.js';
import type { ScenarioTimeline, TimelineMark } from '../../../src/report/timeline/scenario-timeline.js';
import { exampleReport } from '../../support/example-report.js';

describe('the picture of a run', () => {
  const timeline = exampleReport(0).scenarios[0]?.timeline as ScenarioTimeline;
  const svg = htmlFromTree(timelinePicture(timeline, 'provider-down'));

  it('has a mark for each attempt and ask, a window for the outage, and the states of the breaker', () => {
    const marks = timeline.lanes.reduce((sum, lane) => sum + lane.marks.length, 0);
    expect(svg.split('class="mark ').length - 1).toBe(marks);
    expect(svg.split('class="window outage"').length - 1).toBe(1);
    for (const state of ['closed', 'open', 'half-open']) expect(svg).toContain(`class="breaker ${state}"`);
  });

  it('tells when it had recovered, how deep the queue was, and itself in one sentence', () => {
    expect(svg).toMatch(/recovered after \d/);
    expect(svg).toMatch(/queue, \d+ at most/);
    expect(svg).toMatch(/aria-label="Timeline of provider-down: 40 s, \d+ attempts, 1 fault"/);
  });

  it('does not draw the time in which nothing happens any more, and says so', () => {
    expect(svg).toContain('nothing more until 40 s');
  });

  it('is drawn of a run in which nothing happened', () => {
    const empty = {
      lengthMs: 0,
      lanes: [],
      leftOutLaneCount: 0,
      leftOutMarkCount: 0,
      faults: [],
      leftOutFaultCount: 0,
      isIncomplete: false,
    };
    expect(htmlFromTree(timelinePicture(empty, 'empty'))).not.toMatch(/NaN|Infinity/);
  });
});

describe('the rows of a lane', () => {
  it('keep the attempts of a call together, and calls at once apart', () => {
    const mark = (call: number, atMs: number): TimelineMark => ({
      id: `${call}-${atMs}`,
      atMs,
      durationMs: 10,
      outcome: 'ok',
      end: '200',
      text: 'GET /',
      call,
    });
    const marks = [mark(1, 0), mark(2, 50), mark(1, 100), mark(3, 900)];
    const { rowOf, rowCount } = timelineRows({ marks }, 1_000);
    expect(marks.map((one) => rowOf.get(one))).toEqual([0, 1, 0, 0]);
    expect(rowCount).toBe(2);
  });
});

describe('a scale of time', () => {
  it.each([
    [0, 1],
    [40, 5],
    [950, 200],
    [61_000, 10_000],
  ])('of %d ms has round instants', (lengthMs, stepMs) => {
    const { ticks, x } = timeScale(lengthMs, { left: 10, right: 110 });
    expect((ticks[1] ?? stepMs) - (ticks[0] ?? 0)).toBeCloseTo(lengthMs === 0 ? 0.2 : stepMs);
    expect([x(-5), x(lengthMs * 2 + 2)]).toEqual([10, 110]);
  });
});
