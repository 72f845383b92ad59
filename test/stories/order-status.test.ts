import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintContract } from '../../src/contract/lint-contract.js';
import { runScenarios } from '../../src/host/run-scenarios.js';
import { readWorkspace } from '../../src/workspace/read-workspace.js';
import { fixturePort, readFixture, repositoryFolder } from '../fixtures/read-fixture.js';

const FOLDER = 'contracts/scenarios/websocket';
const contracts = readdirSync(join(repositoryFolder, FOLDER)).filter((name) => name.endsWith('.openapi.yaml'));

describe('the scenario over WebSocket, in real processes', () => {
  it('holds for the right program, and refutes no wrong one for another reason than the one given', async () => {
    const workspace = await readWorkspace(`${FOLDER}/mortise.yaml`, fixturePort(), { HEARTBEAT_SECONDS: '5' });
    const [outcome] = await runScenarios({
      workspace,
      files: [`${FOLDER}/flow-order-status.arazzo.yaml`],
      documents: fixturePort(),
      env: process.env,
      cwd: repositoryFolder,
      seed: 'reference',
      signal: AbortSignal.timeout(240_000),
      scale: 10,
      withMutants: true,
      journalFolder: false,
    });
    if (outcome?.kind !== 'ran') throw new Error('the scenario ran');
    expect(outcome.result.findings).toEqual([]);
    expect(outcome.result.run.workflows.flatMap(({ steps }) => steps.map(({ outcome: ended }) => ended))).not.toContain('failed');
    // On a busy machine a claim may stay unclear, and a wrong program untold; never is it told for a reason that is none.
    const misjudged = outcome.mutants.filter(({ verdict }) => verdict === 'misjudged' || verdict === 'failed');
    expect(misjudged.map(({ mutant, refuted }) => [mutant.start, refuted])).toEqual([]);
    expect(outcome.mutants.filter(({ verdict }) => verdict === 'told').length).toBeGreaterThan(0);
  }, 240_000);

  it.each(contracts)('has contracts without a defect: %s', async (name) => {
    expect(await lintContract(await readFixture(`${FOLDER}/${name}`))).toEqual([]);
  });
});
