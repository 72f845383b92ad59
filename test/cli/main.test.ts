import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { VERSION } from '../../src/cli/version.js';
import { mortiseIn } from '../support/mortise-in.js';
import { repositoryFolder, runMortise } from '../support/run-mortise.js';

describe('mortise', () => {
  it('says the version of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(VERSION).toBe(version);
    expect(await runMortise(['--version'])).toMatchObject({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([[[]], [['--help']], [['help']]])('shows every command for %j', async (args) => {
    const { stdout, code } = await mortiseIn(repositoryFolder, args);
    expect(code).toBe(0);
    for (const command of ['mock', 'lint', 'test', 'check', 'replay']) expect(stdout).toMatch(new RegExp(`^ +${command} `, 'm'));
  });

  it.each(['mock', 'lint', 'test', 'check', 'replay'])('shows usage, options and examples of %s', async (command) => {
    const { stdout, code } = await mortiseIn(repositoryFolder, [command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`mortise ${command}`);
    expect(stdout).toContain('--json');
    expect(stdout).toContain('Examples:');
  });

  it('refuses an unknown command with a suggestion, as text and as JSON', async () => {
    const run = await runMortise(['lnit', '--json']);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('lint');
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: 'E_COMMAND_UNKNOWN' } });
  });
});
