import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultRulesFromJson } from '../../../src/fault/fault-rules-from-json.js';
import { loadSimulation } from '../../../src/host/simulated-world.js';
import { readScenario } from '../../../src/scenario/read-scenario.js';
import { FAULT_MENU, isByTimeOnly, MESSAGE_FAULT_MENU } from '../../../src/scenario/search/fault-menu.js';
import { faultTextsFromSchedule } from '../../../src/scenario/search/fault-schedule.js';
import { scenarioTextFromSchedule } from '../../../src/scenario/search/scenario-text-from-schedule.js';
import { scheduleArbitrary } from '../../../src/scenario/search/schedule-arbitrary.js';
import type { SearchResult } from '../../../src/scenario/search/search-schedules.js';
import { searchSchedules } from '../../../src/scenario/search/search-schedules.js';
import { shrinkSchedule } from '../../../src/scenario/search/shrink-schedule.js';
import { readWorkspace } from '../../../src/workspace/read-workspace.js';
import { fixturePort } from '../../fixtures/read-fixture.js';

const FOLDER = 'contracts/scenarios/brokers';
const LINK = { consumer: 'receipts', provider: 'cashier' };

async function searched(
  name: string,
  module: string | undefined,
  scheduleCount: number,
): Promise<SearchResult & { readonly text: string }> {
  const documents = fixturePort();
  const workspace = await readWorkspace(`${FOLDER}/mortise.yaml`, documents, {});
  const scenario = await readScenario(`${FOLDER}/${name}.arazzo.yaml`, documents, workspace);
  const overrides = new Map(
    module === undefined ? [] : [[module.split('/')[0] ?? '', { module: `fixtures/programs/events/${module}.js` }]],
  );
  const { signal } = new AbortController();
  const simulation = await loadSimulation(scenario, workspace, { documents, overrides });
  const openWorld = (seed: string): ReturnType<typeof simulation.open> => simulation.open({ seed, signal });
  return { ...(await searchSchedules({ scenario, scheduleCount, seed: '1', signal, openWorld })), text: scenario.text };
}

describe('a search where messages flow', () => {
  it('refutes nothing of a program that recovers rightly', async () => {
    expect(await searched('plan-upload', undefined, 25)).toMatchObject({ kind: 'held', scheduleCount: 25 });
  });

  it('finds a receiver that does twice what comes twice, and makes it one fault of one message', async () => {
    const result = await searched('payment-receipts', 'receipts/wrong-prints-twice', 60);
    if (result.kind !== 'refuted') throw new Error('it is refuted');
    expect(result.judgements.map(({ claim }) => claim)).toEqual(['effectively-once']);
    expect(result.schedule).toMatchObject([
      { link: { provider: 'cashier' }, fault: { fault: 'duplicate' }, window: { kind: 'nth', first: 1, count: 1 } },
    ]);
    const written = scenarioTextFromSchedule(result.text, { ...result, claims: ['effectively-once'], file: 'found.arazzo.yaml' });
    expect(written).toMatch(/x-faults:\n {2}- fault: duplicate\n {4}delay: 300ms\n {4}consumer: \S+\n {4}provider: cashier\n {4}nth: 1\n/);
  });
});

describe('schedules of faults of messages', () => {
  const space = {
    links: [LINK],
    operations: new Map(),
    menus: new Map([['receipts cashier', MESSAGE_FAULT_MENU]]),
    horizonMs: 20_000,
    requestCount: 6,
  };

  it('are rules that can be, and none is of calls', () => {
    const law = fc.property(scheduleArbitrary(space), (schedule) => {
      const texts = faultTextsFromSchedule(schedule).map(({ consumer: _c, provider: _p, ...text }) => text);
      expect(faultRulesFromJson(texts)).toHaveLength(schedule.length);
      for (const { fault, window } of schedule) {
        expect(FAULT_MENU).not.toContain(fault);
        if (isByTimeOnly(fault)) expect(window.kind).toBe('time');
      }
    });
    fc.assert(law, { seed: 9 });
  });

  it('stay such while they are made smaller', async () => {
    const law = fc.asyncProperty(scheduleArbitrary(space), async (schedule) => {
      const smallest = await shrinkSchedule(schedule, async () => true, 200);
      expect(smallest).toHaveLength(1);
      for (const { fault, window } of smallest) {
        expect(MESSAGE_FAULT_MENU).toContain(fault);
        if (isByTimeOnly(fault)) expect(window.kind).toBe('time');
      }
    });
    await fc.assert(law, { seed: 10, numRuns: 30 });
  });
});
