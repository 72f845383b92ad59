import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { repositoryFolder, runMortise } from '../support/run-mortise.js';

const RUN_LIMIT_MS = 300_000;
/** `npm start` makes more of them. */
const CASES = ['--cases', '5'];

/** One thing broken in the programs, and what the check of one pair must say about it. */
const PLANTED: readonly Planted[] = [
  {
    fault: 'a number that has become a text',
    file: 'payments.js',
    from: 'captured_amount: capture ? input.amount : 0',
    to: 'captured_amount: String(capture ? input.amount : 0)',
    codes: ['check/body-matches-schema'],
  },
  {
    fault: 'a success that only `default` could stand for',
    file: 'lib/things.js',
    from: '{ status: 201, headers: { location',
    to: '{ status: 226, headers: { location',
    codes: ['check/content-type-declared', 'check/example-status'],
  },
  {
    fault: 'an answer that fails',
    file: 'payments.js',
    from: "const currency = query.get('currency') ?? '';",
    to: "const currency = query.nothing.get('currency');",
    codes: ['check/not-a-server-error'],
  },
  {
    fault: 'JSON that calls itself a page',
    file: 'lib/server.js',
    from: "'content-type': 'application/json' }",
    to: "'content-type': 'text/html' }",
    codes: ['check/content-type-declared'],
  },
  {
    fault: 'a header that is missing',
    file: 'lib/things.js',
    from: 'headers: { location:',
    to: 'headers: { place:',
    codes: ['check/headers-match'],
  },
];

interface Planted {
  readonly fault: string;
  /** Of `fixtures/programs/`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** All of the report's, in its order. */
  readonly codes: readonly string[];
}

describe('the reference workspace, checked', () => {
  it('has no finding: every pair holds, most of them against real programs', { timeout: RUN_LIMIT_MS }, async () => {
    const folder = await temporaryFolder();
    const run = await runMortise(['check', 'contracts/mortise.yaml', '--record', join(folder, 'run.jsonl'), ...CASES], {
      timeoutMs: RUN_LIMIT_MS,
    });
    expect(run).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('Error') });
    expect(run.stdout).toMatch(/storefront → gateway +program +13\/13 +13\/13 +\S+ +\d+ +0 +consistent/);
    expect(run.stdout).toMatch(/gateway → payments +program +15\/15 +15\/15 +\S+ +\d+ +0 +consistent/);
    expect(run.stdout).toMatch(/payments → stripe +mock +5\/5 +5\/5 +\S+ +\d+ +0 +consistent/);
    expect(run.stdout).not.toMatch(/refuted|inconclusive/);
  });

  it.each(PLANTED)('finds $fault', { timeout: RUN_LIMIT_MS }, async ({ file, from, to, codes }) => {
    const folder = await workspaceCopy();
    const program = join(folder, 'fixtures/programs', file);
    const text = await readFile(program, 'utf8');
    expect(text).toContain(from);
    await writeFile(program, text.replace(from, to));

    const run = await runMortise(['test', 'contracts/mortise.yaml', 'gateway:payments', ...CASES], {
      cwd: folder,
      timeoutMs: RUN_LIMIT_MS,
    });

    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(/gateway → payments .* refuted/);
    expect([...new Set(run.stdout.match(/check\/[a-z-]+/g))]).toEqual(codes);
  });
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mortise-reference-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function workspaceCopy(): Promise<string> {
  const folder = await temporaryFolder();
  await cp(join(repositoryFolder, 'contracts'), join(folder, 'contracts'), { recursive: true });
  await cp(join(repositoryFolder, 'fixtures/programs'), join(folder, 'fixtures/programs'), { recursive: true });
  // Plain .js is a module only where a package.json says so.
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  return folder;
}
