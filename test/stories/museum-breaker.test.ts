import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createDocumentPort } from '../../src/host/document-port.js';
import { openSimulatedWorld } from '../../src/host/simulated-world.js';
import type { Judgement } from '../../src/recovery/oracle.js';
import { judgeScenario } from '../../src/scenario/judge-scenario.js';
import { readScenario } from '../../src/scenario/read-scenario.js';
import { runScenario } from '../../src/scenario/run-scenario.js';
import { readWorkspace } from '../../src/workspace/read-workspace.js';
import { isInstalled, MUSEUM_FOLDER, museumProgram } from '../support/museum.js';

describe('opossum under calls that fail at once', () => {
  // https://github.com/nodeshift/opossum/pull/386: a failure that came while it was open took away the timer that ends this.
  it('stays open for ever in 4.2.0, and tries again in 4.2.1', async () => {
    const [before, after] = [await judgedWith('opossum-4.2.0'), await judgedWith('opossum-4.2.1')];
    if (before === undefined || after === undefined) return;
    expect(verdictOf(before, 'recovery-time')).toBe('refuted');
    expect(verdictOf(after, 'recovery-time')).toBe('proved');
    expect(verdictOf(before, 'breaker')).not.toBe('refuted');
    expect(verdictOf(after, 'breaker')).not.toBe('refuted');
  });
});

/** @returns `undefined` when this version is not installed */
async function judgedWith(program: string): Promise<readonly Judgement[] | undefined> {
  if (!isInstalled(program)) return void process.stdout.write(`not compared: ${program} is not installed\n`);
  const folder = `${MUSEUM_FOLDER}/breaker`;
  const documents = createDocumentPort({ cwd: folder, stdin: Readable.from([]) });
  const workspace = await readWorkspace(`${folder}/mortise.yaml`, documents, {});
  const scenario = await readScenario(`${folder}/calls-at-once.arazzo.yaml`, documents, workspace);
  const overrides = new Map([['front-office', { module: museumProgram(program) }]]);
  const { signal } = new AbortController();
  const world = await openSimulatedWorld(scenario, workspace, { documents, overrides, seed: 'museum', signal });
  try {
    const run = await runScenario(scenario, world);
    return judgeScenario(scenario, run, world.journal());
  } finally {
    await world.close();
  }
}

function verdictOf(judgements: readonly Judgement[], claim: Judgement['claim']): string | undefined {
  return judgements.find((judgement) => judgement.claim === claim)?.verdict.kind;
}
