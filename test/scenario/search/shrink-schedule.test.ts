import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultRulesFromJson } from '../../../src/fault/fault-rules-from-json.js';
import { FAULT_MENU } from '../../../src/scenario/search/fault-menu.js';
import type { FaultSchedule } from '../../../src/scenario/search/fault-schedule.js';
import { faultTextsFromSchedule } from '../../../src/scenario/search/fault-schedule.js';
import { scheduleArbitrary } from '../../../src/scenario/search/schedule-arbitrary.js';
import { shrinkSchedule } from '../../../src/scenario/search/shrink-schedule.js';

const space = {
  links: [
    { consumer: 'a', provider: 'b' },
    { consumer: 'b', provider: 'c' },
  ],
  operations: new Map([['a b', ['one', 'two']]]),
  horizonMs: 60_000,
  requestCount: 20,
};
const schedules = scheduleArbitrary(space);

/** Whether a schedule has a fault of this kind that touches the n-th request. */
function hits(schedule: FaultSchedule, kind: string, nth: number): boolean {
  return schedule.some(
    ({ fault, window }) => fault['fault'] === kind && window.kind === 'nth' && window.first <= nth && nth < window.first + window.count,
  );
}

describe('schedules of faults', () => {
  it('are rules that can be read', () => {
    expect(faultRulesFromJson([...FAULT_MENU].map((fault, index) => ({ ...fault, label: `f${index}` })))).toHaveLength(FAULT_MENU.length);
    fc.assert(
      fc.property(schedules, (schedule) => {
        expect(schedule.length).toBeGreaterThan(0);
        expect(faultRulesFromJson([...faultTextsFromSchedule(schedule)])).toHaveLength(schedule.length);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('shrink to something that still fails, and where no single step fails any more', async () => {
    await fc.assert(
      fc.asyncProperty(schedules, fc.nat(10), async (schedule, salt) => {
        const fails = (one: FaultSchedule): boolean => one.length > 0 && (JSON.stringify(one).length + salt) % 3 !== 0;
        fc.pre(fails(schedule));
        const smallest = await shrinkSchedule(schedule, async (one) => fails(one), 1_000);
        expect(fails(smallest)).toBe(true);
        expect(await shrinkSchedule(smallest, async (one) => fails(one), 1_000)).toEqual(smallest);
        expect(smallest.length).toBeLessThanOrEqual(schedule.length);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('lose what does not matter', async () => {
    const seeded = fc.sample(schedules, { seed: 3, numRuns: 3_000 }).filter((schedule) => hits(schedule, 'truncate', 3));
    expect(seeded.length).toBeGreaterThan(5);
    for (const schedule of seeded) {
      const smallest = await shrinkSchedule(schedule, async (one) => hits(one, 'truncate', 3), 1_000);
      expect(faultTextsFromSchedule(smallest).map(({ consumer: _consumer, provider: _provider, ...rest }) => rest)).toEqual([
        { fault: 'truncate', nth: 3 },
      ]);
    }
  });

  it('are tried no more often than is allowed', async () => {
    const [schedule = []] = fc.sample(schedules, { seed: 1, numRuns: 1 });
    let tryCount = 0;
    const isRefuted = async (): Promise<boolean> => {
      tryCount += 1;
      return false;
    };
    await shrinkSchedule(schedule, isRefuted, 3);
    expect(tryCount).toBeLessThanOrEqual(3);
  });
});
