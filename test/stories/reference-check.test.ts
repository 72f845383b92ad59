import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { MortiseRun } from '../support/run-mortise.js';
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
  let folder = '';
  let run: MortiseRun | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mortise-reference-'));
    const words = ['check', 'contracts/mortise.yaml', '--record', join(folder, 'run.jsonl'), ...CASES];
    run = await runMortise(words, { timeoutMs: RUN_LIMIT_MS });
  }, RUN_LIMIT_MS);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has no finding: every pair holds, most of them against real programs', () => {
    expect(run).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('Error') });
    expect(run?.stdout).toMatch(/storefront → gateway +program +13\/13 +13\/13 +\S+ +\d+ +0 +consistent/);
    expect(run?.stdout).toMatch(/gateway → payments +program +15\/15 +15\/15 +\S+ +\d+ +0 +consistent/);
    expect(run?.stdout).toMatch(/payments → stripe +mock +5\/5 +5\/5 +\S+ +\d+ +0 +consistent/);
    expect(run?.stdout).not.toMatch(/refuted|inconclusive/);
  });

  describe('and written down', () => {
    const text = (path: string): Promise<string> => readFile(join(folder, 'docs', path), 'utf8');
    const report = (...words: readonly string[]): Promise<MortiseRun> =>
      runMortise(['report', join(folder, 'run.jsonl'), '--docs', join(folder, 'docs'), ...words]);

    it('has a document for each pair, and a tick only for what ran against a program', async () => {
      expect(await report()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(': 29 written, 0 unchanged') });
      expect(await readdir(join(folder, 'docs/pairs'))).toHaveLength(24);
      const status = await text('integration-status.md');
      expect(status).toContain('24. 5 keep their contract, 0 break it, 19 were tried only against a mock, 0 are open');
      expect(status).toContain('| [storefront → gateway](pairs/storefront--gateway.md) | `http` | ✓ keeps the contract | not shown | 0 |');
      expect(status).toContain('| [payments → stripe](pairs/payments--stripe.md) | `http` | only against its mock | not shown | 0 |');
      expect(status).toContain('| User | `auth#/components/schemas/User`, `gateway#/components/schemas/User` |   | ✓ |');
      expect(await text('architecture.mmd')).toContain('\n  s_gateway -->|"http"| s_payments\n');
    });

    it('says of a pair what it is for, what it exchanges, how it gets in, what it claims, and what to do', async () => {
      const pair = await text('pairs/gateway--payments.md');
      expect(pair.match(/^## .*$/gm)).toEqual([
        '## Protocol',
        '## Operations and messages',
        '## Message formats',
        '## Authentication',
        '## Retry, timeout, breaker',
        '## Error scenarios',
        '## Metrics',
        '## Troubleshooting',
      ]);
      expect(pair).toContain('| `breaker` | failures 5, open 5s, probes 1 | nothing has shown it yet |');
      expect(pair).toMatch(/\| `createPayment` \| `POST \/commerce\/payments` \| .* \| ✓ \|/);
    });

    it('leaves what is the same as it stands, and says what changed since another run', async () => {
      const before = (await stat(join(folder, 'docs/evidence.md'))).mtimeMs;
      expect((await report('--since', join(folder, 'run.jsonl'))).stdout).toContain(': 1 written, 29 unchanged');
      expect((await stat(join(folder, 'docs/evidence.md'))).mtimeMs).toBe(before);
      expect(await text('changes.md')).toContain('Nothing changed.');
    });

    it('writes nothing over what somebody else wrote', async () => {
      await writeFile(join(folder, 'docs/pairs/gateway--auth.md'), '# ours\n');
      expect(await report()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('was not written by mortise report --docs') });
      expect(await text('pairs/gateway--auth.md')).toBe('# ours\n');
    });
  });

  it.each(PLANTED)('finds $fault', { timeout: RUN_LIMIT_MS }, async ({ file, from, to, codes }) => {
    const copy = await workspaceCopy();
    const program = join(copy, 'fixtures/programs', file);
    const text = await readFile(program, 'utf8');
    expect(text).toContain(from);
    await writeFile(program, text.replace(from, to));

    const tested = await runMortise(['test', 'contracts/mortise.yaml', 'gateway:payments', ...CASES], {
      cwd: copy,
      timeoutMs: RUN_LIMIT_MS,
    });

    expect(tested.exitCode).toBe(1);
    expect(tested.stdout).toMatch(/gateway → payments .* refuted/);
    expect([...new Set(tested.stdout.match(/check\/[a-z-]+/g))]).toEqual(codes);
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
