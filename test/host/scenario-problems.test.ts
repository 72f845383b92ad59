import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertCanRun } from '../../src/host/scenario-problems.js';
import type { PlannedRuns } from '../../src/host/scenario-problems.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import type { System } from '../../src/workspace/workspace.js';
import { scenarioOf } from '../support/scenario-of.js';

const TEXT = `
x-recovery: [{ consumer: shop, provider: orders }]
x-mutants: [{ system: shop, module: wrong.js, refutes: [attempts] }]
workflows: [{ workflowId: w, steps: [{ stepId: a, operationId: listOrders }] }]
`;
let folder = '';
let scenario: Scenario;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mortise-scenario-problems-'));
  writeFileSync(join(folder, 'shop.js'), '');
  scenario = await scenarioOf(TEXT);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a scenario can be run', () => {
  it('when its modules are there', async () => {
    await expect(assertCanRun(scenario, planned({ module: 'shop.js' }))).resolves.toBeUndefined();
  });

  it.each<[string, Partial<PlannedRuns>, Partial<System>]>([
    ['a module', {}, { module: 'gone.js' }],
    ['one in its place', { overrides: new Map([['shop', { module: 'gone.js' }]]) }, { module: 'shop.js' }],
    ['a wrong program, where they run', { withMutants: true }, { module: 'shop.js' }],
  ])('not without %s', async (_what, members, system) => {
    await expect(assertCanRun(scenario, { ...planned(system), ...members })).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND' });
  });

  it('also without a module that something else takes the place of', async () => {
    const overrides = new Map([['shop', { start: 'node shop.js' }]]);
    await expect(assertCanRun(scenario, { ...planned({ module: 'gone.js' }), overrides })).resolves.toBeUndefined();
  });

  it.each<[string, number, Partial<System>]>([
    ['of more processes than a machine bears', 101, { module: 'shop.js' }],
    ['of a system that runs elsewhere', 9, { url: 'http://127.0.0.1:1' }],
    ['of a system that is mocked', 9, {}],
  ])('on simulated time only as a fleet %s', async (_what, count, system) => {
    const fleet = { ...scenario, fleet: { system: 'shop', count } };
    await expect(assertCanRun(fleet, planned(system))).rejects.toMatchObject({ code: 'E_FLEET_REAL', at: { pointer: '/x-fleet' } });
    await expect(assertCanRun(fleet, { ...planned(system), isSimulated: true })).resolves.toBeUndefined();
  });

  it('with real processes as a fleet that is not too large', async () => {
    const fleet = { ...scenario, fleet: { system: 'shop', count: 100 } };
    await expect(assertCanRun(fleet, planned({ module: 'shop.js' }))).resolves.toBeUndefined();
  });
});

function planned(shop: Partial<System>): PlannedRuns {
  const systems = new Map([['shop', { name: 'shop', env: {}, ...shop } as System]]);
  const workspace = { systems, integrations: [], scenarios: [], folder, file: 'mortise.yaml' } as unknown as PlannedRuns['workspace'];
  return { workspace, cwd: folder, isSimulated: false, withMutants: false, overrides: new Map() };
}
