import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createDocumentPort } from '../../../src/host/document-port.js';
import { loadSimulation } from '../../../src/host/simulated-world.js';
import type { Scenario } from '../../../src/scenario/scenario.js';
import { judgeScenario } from '../../../src/scenario/judge-scenario.js';
import { readScenario } from '../../../src/scenario/read-scenario.js';
import { runScenario } from '../../../src/scenario/run-scenario.js';
import { scenarioTextFromSchedule } from '../../../src/scenario/search/scenario-text-from-schedule.js';
import type { SearchResult } from '../../../src/scenario/search/search-schedules.js';
import { searchSchedules } from '../../../src/scenario/search/search-schedules.js';
import { readWorkspace } from '../../../src/workspace/read-workspace.js';
import { textPort } from '../../support/text-port.js';

const repository = resolve(import.meta.dirname, '../../..');
const folder = `${repository}/fixtures/workspaces/simulated`;
const rareBug = { module: `${repository}/fixtures/programs/simulated/rare-bug.js` };
const documents = createDocumentPort({ cwd: folder, stdin: Readable.from([]) });
const signal = new AbortController().signal;

async function simulated(overrides: ReadonlyMap<string, { readonly module: string }>) {
  const workspace = await readWorkspace(`${folder}/mortise.yaml`, documents, {});
  const scenario = await readScenario(`${folder}/outage.arazzo.yaml`, documents, workspace);
  const simulation = await loadSimulation(scenario, workspace, { documents, overrides });
  const search = (scheduleCount: number, seed: string): Promise<SearchResult> =>
    searchSchedules({ scenario, scheduleCount, seed, signal, openWorld: (worldSeed) => simulation.open({ seed: worldSeed, signal }) });
  const claimsOf = async (planned: Scenario, seed: string): Promise<readonly string[]> => {
    const world = await simulation.open({ seed, signal });
    try {
      const run = await runScenario(planned, world);
      return judgeScenario(planned, run, world.journal()).flatMap(({ claim, verdict }) => (verdict.kind === 'refuted' ? [claim] : []));
    } finally {
      await world.close();
    }
  };
  return { workspace, scenario, search, claimsOf };
}

describe('a search for schedules of faults', () => {
  it('refutes nothing of a consumer that recovers rightly', async () => {
    const { search } = await simulated(new Map());
    expect(await search(120, '1')).toEqual({ kind: 'held', scheduleCount: 120 });
  });

  it('finds a bug that one schedule in a thousand shows, makes it two faults, and writes a scenario that fails', async () => {
    const { workspace, scenario, search, claimsOf } = await simulated(new Map([['desk', rareBug]]));
    const result = await search(1_000, '8');
    expect(result.kind).toBe('refuted');
    if (result.kind !== 'refuted') return;
    expect(result.schedule.map(({ fault, window }) => [fault['status'] ?? fault['fault'], window]).sort()).toEqual([
      [502, { kind: 'nth', first: 2, count: 1 }],
      ['truncate', { kind: 'nth', first: 1, count: 1 }],
    ]);
    expect(await search(1_000, '8'), 'the same from the same seed').toEqual(result);
    const claims = result.judgements.map(({ claim }) => claim);
    expect(claims).toContain('nothing-twice');

    const text = scenarioTextFromSchedule(scenario.text, { ...result, claims, file: 'found.arazzo.yaml' });
    expect(text).toContain('--simulate --seed 8');
    const contracts = Object.fromEntries(
      await Promise.all(
        ['desk', 'stock'].map(async (name) => [`${name}.openapi.yaml`, await documents.readText(`${name}.openapi.yaml`, undefined)]),
      ),
    );
    const port = textPort({ 'found.arazzo.yaml': text, ...contracts });
    const systems = new Map([...workspace.systems].map(([name, system]) => [name, { ...system, openapi: `${name}.openapi.yaml` }]));
    const found = await readScenario('found.arazzo.yaml', port, { ...workspace, systems });
    expect(await claimsOf(found, result.seed)).toEqual(claims);
  });

  it('writes a scenario that leads to the same files from another folder', async () => {
    const { scenario } = await simulated(new Map());
    const text = scenarioTextFromSchedule(scenario.text, {
      schedule: [],
      seed: '1',
      claims: ['attempts'],
      file: '.mortise/found/x.arazzo.yaml',
      options: '--workspace shop.yaml',
      wayBack: '../../scenarios',
    });
    expect(text).toContain('url: ../../scenarios/desk.openapi.yaml');
    expect(text).toContain('# Again: mortise scenario .mortise/found/x.arazzo.yaml --workspace shop.yaml --simulate --seed 1');
  });

  it('says so when the scenario is refuted without any fault', async () => {
    const { scenario, search } = await simulated(new Map());
    const [first] = scenario.recovery;
    if (first === undefined) throw new Error('the scenario judges one link');
    Object.assign(first.expectations, { thresholds: [{ metric: 'http_reqs', statistic: { kind: 'count' }, comparison: '<', limit: 1 }] });
    const result = await search(10, '1');
    expect([result.kind, result.kind === 'refuted' ? result.schedule : undefined]).toEqual(['refuted', []]);
  });
});
