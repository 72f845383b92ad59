import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkCommand } from '../../src/cli/check.js';
import { compatCommand } from '../../src/cli/compat.js';
import { explainCommand } from '../../src/cli/explain.js';
import { initCommand } from '../../src/cli/init.js';
import { judgeCommand } from '../../src/cli/judge.js';
import { lintCommand } from '../../src/cli/lint.js';
import { mockCommand } from '../../src/cli/mock.js';
import { pactCommand } from '../../src/cli/pact.js';
import { probeCommand } from '../../src/cli/probe.js';
import { proxyCommand } from '../../src/cli/proxy.js';
import { replayCommand } from '../../src/cli/replay.js';
import { scenarioCommand } from '../../src/cli/scenario.js';
import { testCommand } from '../../src/cli/test.js';
import { mortiseIn } from '../support/mortise-in.js';
import { ordersRepository } from '../support/orders-repository.js';
import { repositoryFolder, startMock, startMortise } from '../support/run-mortise.js';

describe('the examples of --help', () => {
  // What they write is written there; what they read is the repository's.
  const cwd = mkdtempSync(join(tmpdir(), 'mortise-help-'));
  for (const name of ['fixtures', 'contracts']) symlinkSync(join(repositoryFolder, name), join(cwd, name));
  // What they replay was found by an earlier run.
  mkdirSync(join(cwd, '.mortise/runs'), { recursive: true });
  for (const name of ['nightly.jsonl', '.mortise/runs/20260101-000000-000.jsonl']) writeFileSync(join(cwd, name), RECORD);
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  it.each(mockCommand.examples)('serve until they are stopped: %s', async (example) => {
    const mock = await startMock(wordsOf(example).slice(1), { cwd });
    expect((await fetch(mock.url)).status).toBe(404);
    expect(await mock.stop()).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it.each(proxyCommand.examples.filter((example) => !example.includes('--list')))('stand before a provider: %s', async (example) => {
    const proxy = startMortise(wordsOf(example), { cwd });
    await proxy.line(/ is reached by (?:https?|tcp|tls):/);
    expect(await proxy.stop()).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('say what there is: mortise proxy --list-faults', async () => {
    expect(proxyCommand.examples).toContain('mortise proxy --list-faults');
    expect((await mortiseIn(cwd, ['proxy', '--list-faults'])).stdout).toContain('rate-limit');
  });

  it.each(
    [
      lintCommand,
      testCommand,
      checkCommand,
      explainCommand,
      replayCommand,
      scenarioCommand,
      judgeCommand,
      probeCommand,
      pactCommand,
    ].flatMap((command) => command.examples),
  )('hold: %s', { timeout: 240_000 }, async (example) => {
    const run = await mortiseIn(cwd, wordsOf(example));
    expect(run, run.stderr).toMatchObject({ code: 0 });
    if (example.includes('--json')) expect(JSON.parse(run.stdout)).toBeTypeOf('object');
  });

  it.each(initCommand.examples)('look at a repository: %s', async (example) => {
    const repository = join(cwd, 'repository');
    // What is written into is a copy.
    if (!example.includes('fixtures')) cpSync(join(repositoryFolder, 'fixtures/repositories/shop'), repository, { recursive: true });
    const run = await mortiseIn(example.includes('fixtures') ? cwd : repository, wordsOf(example));
    expect(run, run.stderr).toMatchObject({ code: 0 });
    if (example.includes('--json')) expect(JSON.parse(run.stdout)).toBeTypeOf('object');
  });

  describe('that compare versions', () => {
    const repo = ordersRepository();
    symlinkSync(join(repositoryFolder, 'fixtures'), join(repo.folder, 'fixtures'));
    repo.write({ '.mortise/runs/20260101-000000-000.jsonl': RECORD });

    it.each(compatCommand.examples)('hold: %s', async (example) => {
      const run = await mortiseIn(repo.folder, wordsOf(example));
      expect(run, run.stderr + run.stdout).toMatchObject({ code: 0 });
      if (example.includes('--json')) expect(JSON.parse(run.stdout)).toBeTypeOf('object');
    });
  });
});

/** A finding of a mock that has been mended since. */
const RECORD = [
  {
    type: 'run',
    id: '20260101-000000-000',
    version: '0.1.0',
    seed: '1',
    args: [],
    workspace: 'fixtures/specs/petstore.yaml',
    pairs: ['client:petstore'],
    options: { phases: ['examples'], caseCount: 50, workers: 1 },
    startedAtMs: 0,
  },
  {
    type: 'finding',
    id: 'm-0123456789',
    code: 'check/status-declared',
    severity: 'error',
    pair: { consumer: 'client', provider: 'petstore' },
    operation: 'listPets',
    place: { file: 'fixtures/specs/petstore.yaml', pointer: '/paths/~1pets/get' },
    args: { expected: 'a declared status: 200', seen: '418', location: ['status'] },
    replay: {
      seed: '1',
      steps: [
        {
          operation: 'listPets',
          phase: 'examples',
          name: 'default',
          intent: 'valid',
          parameters: {},
          headers: {},
          credentials: 'pair',
          captures: {},
        },
      ],
    },
  },
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('');

/** As a shell parts them: blanks within quotation marks part nothing. */
function wordsOf(example: string): readonly string[] {
  return [...example.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '').slice(1);
}
