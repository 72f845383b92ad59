import { describe, expect, it } from 'vitest';
import type { Progress } from '../../src/report/progress-line.js';
import { progressLine } from '../../src/report/progress-line.js';

const SO_FAR: Progress = { title: '[1/2] web → shop', doneCount: 10, totalCount: 40, made: { noun: 'request', count: 2_000 } };
const line = (change: Partial<Progress> = {}, elapsedMs = 4_000): string => progressLine({ ...SO_FAR, ...change }, elapsedMs);

describe('the line of progress', () => {
  it('says what, how much, how fast and how long still', () => {
    expect(line()).toBe('[1/2] web → shop  10/40  2000 requests  500/s  12 s left');
  });

  it('counts findings once there are some', () => {
    expect(line({ findingCount: 1 })).toContain('  1 finding  ');
    expect(line({ findingCount: 2 })).toContain('  2 findings  ');
  });

  it.each([
    ['promises nothing before three parts are done', line({ doneCount: 2 }), 'no'],
    ['promises nothing more when all are', line({ doneCount: 40 }), 'no'],
    ['takes the end of the run when that comes first', line({ maxTimeMs: 9_000 }), '5 s left'],
    ['takes what is left of the work when that is less', line({ maxTimeMs: 60_000 }), '12 s left'],
    ['says how long the run may still take from the start', line({ doneCount: 0, maxTimeMs: 94_000 }), '1 m 30 s left'],
    ['tells long times in hours', line({ doneCount: 0, maxTimeMs: 7_264_000 }), '2 h 1 m left'],
    ['never tells a negative time', line({ doneCount: 0, maxTimeMs: 1_000 }), '0 s left'],
    ['tells how long it took where nobody knows the rest', line({ doneCount: 0 }), 'for 4 s'],
  ])('%s', (_what, text, end) => {
    if (end === 'no') expect(text).not.toContain('left');
    else expect(text.endsWith(end)).toBe(true);
  });

  it('tells no rate before there is one, and a slow one by the minute', () => {
    expect(line({ doneCount: 0, made: { noun: 'request', count: 1 } }, 10)).toBe('[1/2] web → shop  0/40  1 request');
    expect(progressLine({ title: 'probe', made: { noun: 'run', count: 3 } }, 60_000)).toBe('probe  3 runs  3/min  for 1 m 0 s');
  });
});
