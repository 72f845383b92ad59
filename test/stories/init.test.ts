import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repositoryFolder, runMortise } from '../support/run-mortise.js';

const SHOP = join(repositoryFolder, 'fixtures/repositories/shop');
/** Of util-linux: gives a program a terminal. */
const TERMINAL = 'script';
const hasPty = spawnSync(TERMINAL, ['--version']).status === 0;
if (!hasPty) console.info('skipped: there is no script(1) of util-linux, which gives a program a terminal');

describe('a new user, with a repository', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mortise-init-'));
  });
  afterEach(() => {
    // That of Node goes by whole paths, and one of them is too long.
    spawnSync('rm', ['-rf', folder]);
  });

  it('has a workspace and its first test in two commands', async () => {
    cpSync(SHOP, folder, { recursive: true });
    const init = await runMortise(['init'], { cwd: folder });
    expect(init).toMatchObject({ exitCode: 0, stderr: '' });
    const checked = await runMortise(['check', '--phase', 'examples'], { cwd: folder });
    expect(checked.stdout).toContain('check passed');
    expect(checked.stdout).toMatch(/web → orders +mock/);
  });

  it('is told which contract is broken, and which folder cannot be read', async () => {
    // Root may read every folder; nobody can read one whose path is longer than the system takes. Its parents are as deep as they may be.
    const top = join(folder, ...Array.from({ length: 8 }, () => 'd'.repeat(250)));
    mkdirSync(top, { recursive: true });
    spawnSync('sh', ['-c', 'for at in 1 2 3 4 5 6 7 8 9; do mkdir "$0" && cd "$0" || exit 1; done', 'e'.repeat(250)], { cwd: top });
    cpSync(join(SHOP, 'services/orders/openapi.yaml'), join(top, 'orders.yaml'));
    cpSync(join(repositoryFolder, 'fixtures/specs/broken.yaml'), join(top, 'broken.yaml'));
    writeFileSync(join(top, 'torn.yaml'), 'openapi: 3.1.0\npaths: {\n');
    symlinkSync('nowhere', join(top, 'dangling.yaml'));
    symlinkSync('round', join(top, 'round'));
    const { exitCode, stdout } = await runMortise(['init', '--yes'], { cwd: top });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/left out +broken.yaml \(lint finds \d+ errors\), torn.yaml \(cannot be read at line \d+/);
    expect(stdout).toMatch(/not readable +e{200} \(ENAMETOOLONG\)/);
    expect(await runMortise(['lint', 'mortise.yaml'], { cwd: top })).toMatchObject({ exitCode: 0 });
  });

  it.skipIf(!hasPty)('is asked at a terminal, and the answer stands in the workspace', async () => {
    cpSync(join(SHOP, 'services/orders/openapi.yaml'), join(folder, 'orders.yaml'));
    const terminal = atTerminal(folder);
    await terminal.shows('Who calls orders?');
    terminal.child.stdin?.write('web\n');
    expect(await terminal.ended).toBe(0);
    expect(readFileSync(join(folder, 'mortise.yaml'), 'utf8')).toContain('  - consumer: web\n    provider: orders\n');
  });

  it.skipIf(!hasPty)('stops at a question with Ctrl-C, and nothing is written', async () => {
    cpSync(join(SHOP, 'services/orders/openapi.yaml'), join(folder, 'orders.yaml'));
    const terminal = atTerminal(folder);
    await terminal.shows('Who calls orders?');
    terminal.child.stdin?.write('\u0003');
    expect(await terminal.ended).not.toBe(0);
    expect(readdirSync(folder)).toEqual(['orders.yaml']);
  });
});

/** `mortise init` with a terminal of its own. */
function atTerminal(folder: string): { child: ChildProcess; ended: Promise<number | null>; shows(text: string): Promise<void> } {
  const command = `'${process.execPath}' '${repositoryFolder}/bin/mortise.js' init`;
  const child = spawn(TERMINAL, ['-q', '-e', '-c', command, '/dev/null'], { cwd: folder, stdio: 'pipe' });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const shows = (wanted: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (text.includes(wanted)) resolve();
      };
      child.stdout.on('data', look);
      void ended.then(() => reject(new Error(`it ended before it showed "${wanted}":\n${text}`)));
      look();
    });
  return { child, ended, shows };
}
