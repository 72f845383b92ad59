import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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
    if (existsSync(join(folder, 'closed'))) chmodSync(join(folder, 'closed'), 0o755);
    rmSync(folder, { recursive: true, force: true });
  });

  it('has a workspace and its first test in two commands', async () => {
    cpSync(SHOP, folder, { recursive: true });
    const init = await runMortise(['init'], { cwd: folder });
    expect(init).toMatchObject({ exitCode: 0, stderr: '' });
    const checked = await runMortise(['check', '--phase', 'examples'], { cwd: folder });
    expect(checked.stdout).toContain('check passed');
    expect(checked.stdout).toMatch(/web → orders +mock/);
  });

  it('is told which contract is broken, and which folder may not be read', async () => {
    cpSync(join(SHOP, 'services/orders/openapi.yaml'), join(folder, 'orders.yaml'));
    cpSync(join(repositoryFolder, 'fixtures/specs/broken.yaml'), join(folder, 'broken.yaml'));
    writeFileSync(join(folder, 'torn.yaml'), 'openapi: 3.1.0\npaths: {\n');
    mkdirSync(join(folder, 'closed'));
    chmodSync(join(folder, 'closed'), 0);
    chmodSync(folder, 0o777);
    const { exitCode, stdout } = await runMortise(['init', '--yes'], { cwd: folder });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/left out +broken.yaml \(lint finds \d+ errors\), torn.yaml \(cannot be read at line \d+/);
    // Root may read everything.
    if (process.getuid?.() !== 0) expect(stdout).toMatch(/not readable +closed \(EACCES\)/);
    expect(await runMortise(['lint', 'mortise.yaml'], { cwd: folder })).toMatchObject({ exitCode: 0 });
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
