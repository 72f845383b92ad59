import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../../../src/cli/main.js';

const WORKSPACE = join(process.cwd(), 'fixtures/workspaces/order-events-mqtt.yaml');

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mortise-events-'));
  return () => rm(folder, { recursive: true, force: true });
});

/** Runs a command where records go to a folder of their own. */
async function mortise(env: Readonly<Record<string, string>>, ...words: readonly string[]) {
  const output = { stdout: '', stderr: '' };
  const code = await runCommand([...words], {
    stdout: (text) => {
      output.stdout += text;
    },
    stderr: (text) => {
      output.stderr += text;
    },
    stdin: Readable.from([]),
    cwd: folder,
    env: { ...process.env, ...env },
    isTerminal: false,
    colour: false,
    status: () => undefined,
    columnCount: 200,
    signal: new AbortController().signal,
  });
  return { code, ...output };
}

describe('two programs over MQTT', () => {
  it('are brought up with the broker between them, tested, and told as JSON', { timeout: LIMIT_MS }, async () => {
    const run = await mortise({}, 'test', WORKSPACE, '--phase', 'examples', '--phase', 'stateful', '--seed', '1', '--json');
    expect(run.stderr).toBe('');
    const told = JSON.parse(run.stdout) as { pairs: object[]; findings: object[] };
    expect(told.findings).toEqual([]);
    expect(told.pairs).toMatchObject([
      { consumer: 'billing', provider: 'orders', providerKind: 'program', reachedOperationCount: 1, verdict: { kind: 'consistent' } },
    ]);
    expect(run.code).toBe(0);
  });

  it('are refuted when the receiver ends at what it cannot read, with what it said', { timeout: LIMIT_MS }, async () => {
    const run = await mortise(
      { BILLING_MISTAKE: 'dies' },
      'test',
      WORKSPACE,
      '--phase',
      'coverage',
      '--seed',
      '1',
      '--junit',
      'report.xml',
    );
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('a message ended its receiver  check/receiver-lives');
    expect(run.stdout).toContain('what is this?');
    const report = await readFile(join(folder, 'report.xml'), 'utf8');
    expect(report).toMatch(/<testcase name="orderCreated · coverage"[^>]*>\s*<failure message="orderCreated: a message ended its receiver/);
  });

  it('have findings that are replayed, and fixed when the receiver is mended', { timeout: LIMIT_MS }, async () => {
    const run = await mortise({ BILLING_MISTAKE: 'forgets' }, 'test', WORKSPACE, '--phase', 'stateful', '--seed', '1');
    expect(run.code).toBe(1);
    const [, id = ''] = /mortise replay (m-\w+)/.exec(run.stdout) ?? [];
    const again = await mortise({ BILLING_MISTAKE: 'forgets' }, 'replay', id);
    expect(again.stdout).toContain(`${id} is still failing: 3 of 3 times`);
    const mended = await mortise({}, 'replay', id);
    expect(mended.stdout).toContain(`${id} is fixed`);
    expect(mended.code).toBe(0);
  });
});

/** Eight programs are started one after the other, on a machine that may be busy. */
const LIMIT_MS = 240_000;
