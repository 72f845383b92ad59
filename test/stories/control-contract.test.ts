import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { repositoryFolder, runMortise, startMock } from '../support/run-mortise.js';

it('the control API of a mock keeps its own contract: our tester finds nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mortise-control-'));
  const mock = await startMock([`${repositoryFolder}/fixtures/specs/petstore.yaml`, '--stateful', '--control']);
  onTestFinished(async () => {
    await mock.stop();
    await rm(folder, { recursive: true });
  });
  // Which operations and entries there are is the mock's matter, so not all that keeps the contract can be done.
  const run = await runMortise([
    'test',
    ...['--spec', 'contracts/mortise-control.openapi.yaml', '--url', `${mock.url}/_mortise/api`, '--record', join(folder, 'run.jsonl')],
    ...[
      '--check',
      'valid-data-accepted=off',
      '--cases',
      '1',
      '--phase',
      'examples',
      '--phase',
      'coverage',
      '--max-time',
      '4s',
      '--seed',
      '7',
    ],
  ]);
  expect(run.stdout).toMatch(/no problems in [1-9]\d* requests/);
  expect(run.exitCode).toBe(0);
});
