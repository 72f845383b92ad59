import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { CHROMIUM } from '../support/browser.js';
import { repositoryFolder } from '../support/run-mortise.js';

const RUNNERS = join(import.meta.dirname, 'runners/node_modules');
const isThere = existsSync(join(RUNNERS, 'jest'));
if (!isThere) console.info('skipped: other test runners are not installed: npm ci --prefix test/stories/runners --ignore-scripts');

/** The example of the README for a test runner: exactly what a reader copies. */
function exampleFor(runner: string): string {
  const [, text] =
    new RegExp(`^\`\`\`js ${runner}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(readFileSync(join(repositoryFolder, 'README.md'), 'utf8')) ?? [];
  if (text === undefined) throw new Error(`the README has no example for ${runner}`);
  return text;
}

let folder = '';

/** A project that has installed the package: runners treat what is below `node_modules` as it is. */
beforeAll(async () => {
  if (!isThere) return undefined;
  folder = await mkdtemp(join(tmpdir(), 'mortise-'));
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, 'mortise'), { recursive: true });
  const isRead = (path: string): boolean => !/\.(d\.ts|map)$/.test(path);
  await cp(join(repositoryFolder, 'dist'), join(modules, 'mortise/dist'), { recursive: true, filter: isRead });
  await cp(join(repositoryFolder, 'package.json'), join(modules, 'mortise/package.json'));
  const installed = (await readdir(join(repositoryFolder, 'node_modules'))).filter(
    (name) => !/^(\.|mortise$|@playwright$|jest$)/.test(name),
  );
  for (const name of installed) await symlink(join(repositoryFolder, 'node_modules', name), join(modules, name));
  for (const name of ['@playwright', 'jest']) await symlink(join(RUNNERS, name), join(modules, name));
  await cp(join(repositoryFolder, 'fixtures/specs/petstore.yaml'), join(folder, 'petstore.yaml'));
  await write('package.json', '{ "type": "module" }');
  await write('jest.config.json', '{ "transform": {} }');
  return () => rm(folder, { recursive: true, force: true });
});

describe.skipIf(!isThere)('the mock in other test runners, as the README has it', () => {
  it('is used from Jest, in modules and in CommonJS', async () => {
    const text = exampleFor('jest');
    await write('shelter.test.js', text);
    const start = 'shelter = await startMock';
    const inHook = text.replace(/^import .*\n/m, '').replace(start, `const { startMock } = await import('mortise');\n  ${start}`);
    await write('common/package.json', '{ "type": "commonjs" }');
    await write('common/shelter.test.js', inHook);
    const run = await runNode(['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--ci']);
    expect(run.text).toContain('Tests:       2 passed, 2 total');
    expect(run.code).toBe(0);
  });

  it.skipIf(CHROMIUM === undefined)('is used from Playwright, by a page in a real browser', async () => {
    const site = createServer((_, response) => response.setHeader('content-type', 'text/html').end(PAGE)).listen(0, '127.0.0.1');
    await once(site, 'listening');
    onTestFinished(() => void site.close());
    await write('shelter.spec.js', exampleFor('playwright'));
    const use = { baseURL: `http://127.0.0.1:${(site.address() as AddressInfo).port}`, launchOptions: { executablePath: CHROMIUM } };
    await write('playwright.config.js', `export default ${JSON.stringify({ testMatch: '*.spec.js', workers: 1, reporter: 'line', use })};`);
    const run = await runNode(['node_modules/@playwright/test/cli.js', 'test']);
    expect(run.text).toContain('1 passed');
    expect(run.code).toBe(0);
  });
});

/** What the page of a reader may be. */
const PAGE = `<!doctype html><title>A pet</title><p role="status"></p>
<script type="module">
const response = await fetch(new URLSearchParams(location.search).get('api') + '/pets/1');
document.querySelector('p').textContent = response.ok ? (await response.json()).name : 'closed';
</script>`;

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), text);
}

async function runNode(words: readonly string[]): Promise<{ readonly code: number | null; readonly text: string }> {
  // A runner that finds itself below another one would take that one's settings.
  const { NODE_OPTIONS: _options, VITEST: _vitest, ...env } = process.env;
  const child = spawn(process.execPath, words, {
    cwd: folder,
    env: { ...env, NODE_ENV: 'test', CI: '1', NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  let text = '';
  const keep = (part: string): void => {
    text += part;
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', keep);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text };
}
