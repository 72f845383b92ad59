import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { progressLine } from '../../src/report/progress-line.js';

const SO_FAR = { laneCount: 40, lanesDone: 10, requestCount: 2_000, findingCount: 0, elapsedMs: 4_000 };
const line = (change: Partial<typeof SO_FAR> = {}, maxTimeMs?: number): string =>
  progressLine({ ...SO_FAR, ...change }, { title: '[1/2] web → shop', columnCount: 120, maxTimeMs });

describe('the line of progress', () => {
  it('says what, how much, how fast and how long still', () => {
    expect(line()).toBe('[1/2] web → shop  10/40  2000 requests  500/s  12 s left');
  });

  it('counts findings once there are some', () => {
    expect(line({ findingCount: 1 })).toContain('  1 finding  ');
    expect(line({ findingCount: 2 })).toContain('  2 findings  ');
  });

  it.each([
    ['promises nothing before three lanes are done', line({ lanesDone: 2 }), 'no'],
    ['promises nothing more when all are', line({ lanesDone: 40 }), 'no'],
    ['takes the end of the run when that comes first', line({}, 9_000), '5 s left'],
    ['takes what is left of the work when that is less', line({}, 60_000), '12 s left'],
    ['says how long the run may still take from the start', line({ lanesDone: 0 }, 94_000), '1 m 30 s left'],
    ['tells long times in hours', line({ lanesDone: 0 }, 7_264_000), '2 h 1 m left'],
    ['never tells a negative time', line({ lanesDone: 0 }, 1_000), '0 s left'],
  ])('%s', (_what, text, end) => {
    if (end === 'no') expect(text).not.toContain('left');
    else expect(text.endsWith(end)).toBe(true);
  });

  it('tells no rate before there is one', () => {
    expect(line({ elapsedMs: 10, requestCount: 1, lanesDone: 0 })).toBe('[1/2] web → shop  0/40  1 request');
  });

  it('is always shorter than the terminal is wide', () => {
    const count = fc.nat({ max: 1_000_000 });
    const record = fc.record({ laneCount: count, lanesDone: count, requestCount: count, findingCount: count, elapsedMs: count });
    fc.assert(
      fc.property(record, fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 200 }), (progress, title, columnCount) => {
        expect([...progressLine(progress, { title, columnCount })].length).toBeLessThan(columnCount);
      }),
      { seed: 20261121 },
    );
  });
});
