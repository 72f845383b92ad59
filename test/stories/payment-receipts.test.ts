import { describe, expect, it } from 'vitest';
import { runScenarios } from '../../src/host/run-scenarios.js';
import { readWorkspace } from '../../src/workspace/read-workspace.js';
import { fixturePort, repositoryFolder } from '../fixtures/read-fixture.js';

const FOLDER = 'contracts/scenarios/brokers';

describe('the scenario of events on a broker, in real processes', () => {
  it('holds: a program behind a door of its own meets the same faults, and what it receives is on record', async () => {
    const workspace = await readWorkspace(`${FOLDER}/mortise.yaml`, fixturePort(), {});
    const [outcome] = await runScenarios({
      workspace,
      files: [`${FOLDER}/payment-receipts.arazzo.yaml`],
      documents: fixturePort(),
      env: process.env,
      cwd: repositoryFolder,
      seed: 'reference',
      signal: AbortSignal.timeout(240_000),
      scale: 20,
      journalFolder: false,
    });
    if (outcome?.kind !== 'ran') throw new Error('the scenario ran');
    const { run, links, findings, notes } = outcome.result;
    expect([findings, notes]).toEqual([[], []]);
    expect(run.workflows.map((workflow) => workflow.outcome)).toEqual(['succeeded']);
    // On a busy machine a claim may stay unclear; none is refuted.
    const proved = links.flatMap(({ judgements }) => judgements.filter(({ verdict }) => verdict.kind === 'proved'));
    expect(proved.map(({ claim }) => claim)).toEqual(expect.arrayContaining(['at-least-once', 'dead-letter']));
  }, 240_000);
});
