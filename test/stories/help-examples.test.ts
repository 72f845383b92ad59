import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkCommand } from '../../src/cli/check.js';
import { lintCommand } from '../../src/cli/lint.js';
import { mockCommand } from '../../src/cli/mock.js';
import { testCommand } from '../../src/cli/test.js';
import { repositoryFolder, runMortise, startMock } from '../support/run-mortise.js';

describe('the examples of --help', () => {
  // What they write is written there; what they read is the repository's.
  const cwd = mkdtempSync(join(tmpdir(), 'mortise-help-'));
  for (const name of ['fixtures', 'contracts']) symlinkSync(join(repositoryFolder, name), join(cwd, name));
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  it.each(mockCommand.examples)('serve until they are stopped: %s', async (example) => {
    const mock = await startMock(wordsOf(example).slice(1), { cwd });
    expect((await fetch(mock.url)).status).toBe(404);
    expect(await mock.stop()).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it.each([lintCommand, testCommand, checkCommand].flatMap((command) => command.examples))(
    'hold: %s',
    { timeout: 60_000 },
    async (example) => {
      const run = await runMortise(wordsOf(example), { cwd, timeoutMs: 60_000 });
      expect(run, run.stderr).toMatchObject({ exitCode: 0 });
      if (example.includes('--json')) expect(JSON.parse(run.stdout)).toBeTypeOf('object');
    },
  );
});

function wordsOf(example: string): readonly string[] {
  return example.split(' ').slice(1);
}
