import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDocumentPort } from '../../src/host/document-port.js';
import type { SystemOverride } from '../../src/host/simulated-world.js';
import { loadSimulation, openSimulatedWorld } from '../../src/host/simulated-world.js';
import { linesFromRunJournal } from '../../src/journal/run-journal-lines.js';
import { judgeScenario } from '../../src/scenario/judge-scenario.js';
import { readScenario } from '../../src/scenario/read-scenario.js';
import { runScenario } from '../../src/scenario/run-scenario.js';
import { readWorkspace } from '../../src/workspace/read-workspace.js';

const repository = resolve(import.meta.dirname, '../..');
const folder = `${repository}/fixtures/workspaces/simulated`;
const documents = createDocumentPort({ cwd: folder, stdin: Readable.from([]) });
const signal = new AbortController().signal;

async function loaded(name: string) {
  const workspace = await readWorkspace(`${folder}/mortise.yaml`, documents, {});
  return { workspace, scenario: await readScenario(`${folder}/${name}.arazzo.yaml`, documents, workspace) };
}

/** Runs a scenario with this module as the desk. */
async function ran(
  name: string,
  override: SystemOverride,
  seed: string,
): Promise<{ readonly lines: string; readonly refuted: readonly string[]; readonly proved: readonly string[] }> {
  const { workspace, scenario } = await loaded(name);
  const world = await openSimulatedWorld(scenario, workspace, { documents, overrides: new Map([['desk', override]]), seed, signal });
  try {
    const run = await runScenario(scenario, world);
    const journal = world.journal();
    const judgements = judgeScenario(scenario, run, journal);
    const claims = (kind: string) => judgements.flatMap(({ claim, verdict }) => (verdict.kind === kind ? [claim] : []));
    return { lines: [...linesFromRunJournal(journal)].join('\n'), refuted: claims('refuted'), proved: claims('proved') };
  } finally {
    await world.close();
  }
}

const module = (name: string): SystemOverride => ({ module: `${repository}/fixtures/programs/simulated/${name}.js` });

describe('a scenario on simulated time', () => {
  it.each(['order-desk', 'plain-desk'])('gives the same journal from the same seed: %s', async (name) => {
    const first = await ran('hour-long-outage', module(name), '1');
    expect(first.refuted).toEqual([]);
    expect(await ran('hour-long-outage', module(name), '1')).toEqual(first);
    expect((await ran('hour-long-outage', module(name), '2')).lines).not.toBe(first.lines);
  });

  it('tells a fleet that comes back in step from one that spreads its retries', async () => {
    const right = await ran('fleet', module('order-desk'), '1');
    expect(right.refuted).toEqual([]);
    expect(right.proved).toContain('herd');
    expect((await ran('fleet', module('no-jitter'), '1')).refuted).toEqual(expect.arrayContaining(['lock-step', 'herd']));
  });

  it('is refused when the consumer that is judged is no module', async () => {
    const { workspace, scenario } = await loaded('outage');
    const systems = new Map([...workspace.systems].map(([name, system]) => [name, { ...system, module: undefined }]));
    await expect(loadSimulation(scenario, { ...workspace, systems }, { documents })).rejects.toMatchObject({
      code: 'E_SIMULATION_IMPOSSIBLE',
      args: { system: 'desk' },
    });
  });

  it.each([
    ['exports no program', `${repository}/fixtures/programs/lib/route.js`, 'createConsumer'],
    ['is not JavaScript', `${folder}/stock.openapi.yaml`, 'cannot be loaded'],
  ])('is refused when a module %s', async (_what, file, problem) => {
    const { workspace, scenario } = await loaded('outage');
    await expect(
      loadSimulation(scenario, workspace, { documents, overrides: new Map([['desk', { module: file }]]) }),
    ).rejects.toMatchObject({
      code: 'E_MODULE_INVALID',
      args: { system: 'desk', problem: expect.stringContaining(problem) },
    });
  });

  it('gives the globals back when it is closed, and when a program does not start', async () => {
    const { workspace, scenario } = await loaded('outage');
    const before = [globalThis.setTimeout, globalThis.Date, globalThis.fetch];
    const simulation = await loadSimulation(scenario, workspace, { documents });
    const world = await simulation.open({ seed: '1', signal });
    expect([globalThis.setTimeout, globalThis.Date, globalThis.fetch]).not.toEqual(before);
    await expect(simulation.open({ seed: '1', signal })).rejects.toThrow('one simulated run');
    await world.close();
    expect([globalThis.setTimeout, globalThis.Date, globalThis.fetch]).toEqual(before);
    await expect(simulation.open({ seed: '1', signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped');
    const failing = await loadSimulation(scenario, workspace, { documents, overrides: new Map([['desk', { module: failingModule() }]]) });
    await expect(failing.open({ seed: '1', signal })).rejects.toMatchObject({
      code: 'E_MODULE_INVALID',
      args: { problem: expect.stringContaining('no way') },
    });
    expect([globalThis.setTimeout, globalThis.Date, globalThis.fetch]).toEqual(before);
  });
});

/** A module whose program does not come into being. */
function failingModule(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'mortise-module-')), 'failing.mjs');
  onTestFinished(() => rmSync(dirname(file), { recursive: true }));
  writeFileSync(file, "export function createConsumer() { throw new Error('no way'); }");
  return file;
}
