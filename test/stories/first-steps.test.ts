import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { gitFolder } from '../support/git-folder.js';
import { repositoryFolder, runMortise, startMock } from '../support/run-mortise.js';

const petstore = readFileSync(join(repositoryFolder, 'fixtures/specs/petstore.yaml'), 'utf8');
/** Whoever sorts by number or counts with it cannot any more. */
const withTextIds = petstore.replace('id: { type: integer, minimum: 1, readOnly: true }', 'id: { type: string, readOnly: true }');

describe('the three uses that the README begins with', () => {
  const { folder: cwd, commit, git } = gitFolder({ 'openapi.yaml': petstore });

  it('mocks the contract of a repository', async () => {
    const mock = await startMock(['openapi.yaml'], { cwd });
    onTestFinished(async () => void (await mock.stop()));
    expect(await (await fetch(`${mock.url}/pets/1`)).json()).toMatchObject({ id: 1, name: 'Mia' });
  });

  it('writes a workspace, checks it, and tells before a merge what a change breaks', async () => {
    expect(await runMortise(['init', '--yes'], { cwd })).toMatchObject({ exitCode: 0 });
    commit({});
    git('checkout', '-q', '-b', 'change');
    const options = { cwd, timeoutMs: 100_000 };
    const same = await runMortise(['check', '--base', 'main', '--phase', 'examples'], options);
    expect(same.stdout).toContain('check passed');
    expect(same.exitCode).toBe(0);
    commit({ 'openapi.yaml': withTextIds });
    const compared = await runMortise(['compat', '--base', 'main'], options);
    expect(compared.exitCode).toBe(1);
    expect(compared.stdout).toContain('integer');
    expect(await runMortise(['check', '--base', 'main', '--phase', 'examples'], options)).toMatchObject({ exitCode: 1 });
  }, 240_000);
});
