import { describe, expect, it } from 'vitest';
import { isRoomFor, paceOf, scaleFor } from '../../../src/recovery/probe/pace.js';
import { observedRun } from '../../support/observed-run.js';

const pace = paceOf([observedRun({ waitsMs: [200, 400] })], [], 9);

describe('the pace of a client', () => {
  it('is that of the runs that went furthest, and of those the shortest, since lateness only adds', () => {
    const failing = [[200, 400], [260, 455], [90]].map((waitsMs) => observedRun({ waitsMs }));
    expect(paceOf(failing, [], 9)).toMatchObject({
      callMs: 600,
      mostWaitMs: 455,
      calmMostWaitMs: 400,
      timeoutMs: undefined,
      isEndless: false,
    });
  });

  it('has a run that is neither long nor short, where waits are drawn', () => {
    const drawn = [[900, 800], [100, 50], [300, 400], [40]].map((waitsMs) => observedRun({ waitsMs }));
    expect(paceOf(drawn, [], 9)).toMatchObject({ callMs: 150, usualCallMs: 700 });
  });

  it('leaves an attempt half a second of the machine before its own timeout', () => {
    const timed = { ...pace, timeoutMs: 2_000 };
    expect(scaleFor(60_000, 1_000, { pace: timed, mostScale: 20 })).toBe(4);
    expect([4, 5].map((scale) => isRoomFor(timed, scale))).toEqual([true, false]);
  });

  it('has room at every scale where no timeout was seen', () => {
    expect(isRoomFor(pace, 100)).toBe(true);
    expect(scaleFor(60_000, 1_000, { pace, mostScale: 20 })).toBe(20);
  });
});
