import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDocumentPort } from '../../../src/host/document-port.js';
import { openSimulatedWorld } from '../../../src/host/simulated-world.js';
import type { RunJournal } from '../../../src/journal/run-journal.js';
import { csvFromPlot, plotData } from '../../../src/scenario/fleet/plot-data.js';
import { judgeScenario } from '../../../src/scenario/judge-scenario.js';
import { readScenario } from '../../../src/scenario/read-scenario.js';
import { runScenario } from '../../../src/scenario/run-scenario.js';
import { readWorkspace } from '../../../src/workspace/read-workspace.js';
import { exchangeArbitrary } from '../../support/exchange-arbitrary.js';

const repository = resolve(import.meta.dirname, '../../..');
const folder = `${repository}/fixtures/workspaces/simulated`;
const documents = createDocumentPort({ cwd: folder, stdin: Readable.from([]) });

/** A fleet of forty desks whose provider is away for a while. */
async function ranFleet(module: string): Promise<{ readonly journal: RunJournal; readonly verdicts: Readonly<Record<string, string>> }> {
  const workspace = await readWorkspace(`${folder}/mortise.yaml`, documents, {});
  const scenario = await readScenario(`${folder}/fleet.arazzo.yaml`, documents, workspace);
  const overrides = new Map([['desk', { module: `${repository}/fixtures/programs/simulated/${module}.js` }]]);
  const world = await openSimulatedWorld(scenario, workspace, { documents, overrides, seed: '1', signal: new AbortController().signal });
  try {
    const run = await runScenario(scenario, world);
    const journal = world.journal();
    return {
      journal,
      verdicts: Object.fromEntries(judgeScenario(scenario, run, journal).map(({ claim, verdict }) => [claim, verdict.kind])),
    };
  } finally {
    await world.close();
  }
}

describe('a fleet', () => {
  it('that waits by chance is no herd', async () => {
    const { verdicts } = await ranFleet('order-desk');
    expect(verdicts).toMatchObject({ herd: 'proved', 'lock-step': 'consistent', 'nothing-twice': expect.not.stringMatching('refuted') });
  });

  it('that waits without jitter comes back in lock-step', async () => {
    const { verdicts } = await ranFleet('no-jitter');
    expect(verdicts).toMatchObject({ herd: 'refuted', 'lock-step': 'refuted' });
  });
});

describe('the data of a plot', () => {
  it('count everything once', () => {
    const journals = fc.array(exchangeArbitrary(), { maxLength: 60 }).map((exchanges): RunJournal => {
      const placed = exchanges.map((exchange, index) => {
        const receivedFirstAtMs = 1_000 + 37 * index;
        return { ...exchange, receivedFirstAtMs, respondedLastAtMs: index % 5 === 0 ? undefined : receivedFirstAtMs + index };
      });
      return { exchanges: placed, messages: [], asks: [], connections: [], faults: [], canary: [], timeScale: 1 };
    });
    fc.assert(
      fc.property(journals, fc.option(fc.integer({ min: 1, max: 5_000 }), { nil: undefined }), (journal, stretchMs) => {
        const points = plotData(journal, stretchMs);
        const sum = (member: 'offeredCount' | 'attemptCount' | 'successCount' | 'failureCount'): number =>
          points.reduce((total, point) => total + point[member], 0);
        const egress = journal.exchanges.filter(({ side }) => side === 'egress');
        expect(sum('attemptCount')).toBe(egress.length);
        expect(sum('offeredCount')).toBe(journal.exchanges.length - egress.length);
        expect(sum('successCount') + sum('failureCount')).toBe(
          egress.filter(({ respondedLastAtMs }) => respondedLastAtMs !== undefined).length,
        );
        expect(points.at(-1)?.openCount ?? 0).toBe(egress.filter(({ respondedLastAtMs }) => respondedLastAtMs === undefined).length);
        expect(points.length).toBeLessThanOrEqual(5_000);
      }),
      { seed: 1 },
    );
  });

  it('show more attempts than were offered while a fleet tries again', async () => {
    const { journal } = await ranFleet('order-desk');
    const points = plotData(journal, 100);
    expect(points[0]).toMatchObject({ atMs: 0, offeredCount: 40 });
    expect(points[0]?.attemptCount).toBeGreaterThan(40);
    const bookedCount = journal.exchanges.filter(({ side, response }) => side === 'ingress' && response?.status === 201).length;
    expect(points.reduce((total, { successCount }) => total + successCount, 0)).toBe(bookedCount);
    const [names, first] = csvFromPlot(points).split('\n');
    expect(names).toBe('at_ms,offered,attempts,successes,failures,open');
    expect(first).toMatch(/^0,40,\d+,0,\d+,\d+$/);
  });

  it('are none of a journal in which nothing happened', () => {
    expect(plotData({ exchanges: [], messages: [], asks: [], connections: [], faults: [], canary: [], timeScale: 1 })).toEqual([]);
  });
});
