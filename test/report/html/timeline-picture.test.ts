import { describe, expect, it } from 'vitest';
import { timeScale } from '../../../src/report/html/time-scale.js';
import { timelineMarksTable } from '../../../src/report/html/timeline-marks-table.js';
import { furtherLanesPicture, timelinePicture } from '../../../src/report/html/timeline-picture.js';
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

  it('has the lanes beyond the first twelve in a second picture, on the same time, and what all marks say in a table', () => {
    const [lane] = timeline.lanes;
    if (lane === undefined) throw new Error('the example has lanes');
    const many = { ...timeline, lanes: Array.from({ length: 30 }, (_, index) => ({ ...lane, consumer: `consumer-${index}` })) };
    const [first, further] = [timelinePicture(many, 'many'), furtherLanesPicture(many, 'many')].map((tree) => htmlFromTree(tree));
    expect(first?.match(/class="lane"/g)).toHaveLength(12);
    expect(further?.match(/class="lane"/g)).toHaveLength(18);
    for (let index = 0; index < 30; index += 1) expect(index < 12 ? first : further).toContain(`consumer-${index} `);
    const axisOf = (html = ''): string | undefined => /<g class="axis">.*?<\/g>/.exec(html)?.[0];
    expect(axisOf(further)).toBe(axisOf(first));
    expect(furtherLanesPicture(timeline, 'few')).toBeUndefined();
    const table = htmlFromTree(timelineMarksTable(timeline, 'few'));
    const [mark] = timeline.lanes.flatMap(({ marks }) => marks);
    expect(table).toContain(`<td>${mark?.end}</td>`);
    expect(table.match(/<tr>/g)).toHaveLength(1 + timeline.lanes.reduce((sum, { marks }) => sum + marks.length, 0));
  });

  it('shows the stages of a load with their borders, and what is expected of latency and failures as lines', () => {
    const buckets = [1, 2, 3, 4].map((count) => ({
      askCount: count,
      attemptCount: count,
      okCount: count,
      failedCount: 1,
      p50Ms: 5,
      p95Ms: 9,
    }));
    const load = {
      bucketMs: 10_000,
      buckets,
      stages: [
        { workflow: 'w', fromMs: 0, toMs: 20_000, fromUserCount: 0, toUserCount: 10 },
        { workflow: 'w', fromMs: 20_000, toMs: 40_000, fromUserCount: 10, toUserCount: 10 },
      ],
      thresholds: [
        { of: 'latency' as const, text: 'http_req_duration p(95)<20', limit: 20 },
        { of: 'latency' as const, text: 'http_req_duration max<90000', limit: 90_000 },
        { of: 'failures' as const, text: 'http_req_failed rate<0.05', limit: 0.05 },
      ],
    };
    const drawn = htmlFromTree(timelinePicture({ ...timeline, load }, 'load'));
    expect(drawn).toMatch(/to 10 users<.*>10 users</s);
    expect(drawn.match(/class="limit-line"/g)).toHaveLength(2);
    expect(drawn).toContain('http_req_duration max&lt;90000 is far above');
    expect(drawn).toContain('share of answers that failed');
    expect(drawn).not.toMatch(/NaN|Infinity/);
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
    [600_000, 120_000],
    [4_200_000, 600_000],
  ])('of %d ms has round instants', (lengthMs, stepMs) => {
    const { ticks, x } = timeScale(lengthMs, { left: 10, right: 110 });
    expect((ticks[1] ?? stepMs) - (ticks[0] ?? 0)).toBeCloseTo(lengthMs === 0 ? 0.2 : stepMs);
    expect([x(-5), x(lengthMs * 2 + 2)]).toEqual([10, 110]);
  });
});
