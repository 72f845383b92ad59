import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { CLIENTS, compareReport } from '../bench/lib/client-policies.js';
import { faketimeLibrary } from '../../src/host/compress/faketime.js';
import { runMortise } from '../support/run-mortise.js';

const MISSING =
  spawnSync('python3', ['--version']).status !== 0
    ? 'python3 is not installed'
    : (await faketimeLibrary()) === undefined
      ? 'libfaketime is not installed'
      : undefined;

/** `test/bench/flips.js` runs the whole battery for every planted client, a hundred times on a busy machine. */
describe('mortise probe', () => {
  it.each([
    ['no-retry', []],
    ['keyed-post', ['--only', 'attempts,idempotencyKey,unsafeRetry,retries,timeoutMs']],
  ])('learns what %s does, and nothing that it does not do', { timeout: 240_000 }, async (name, options) => {
    const { expected = {}, method = 'GET' } = CLIENTS.find((client) => client.name === name) ?? {};
    const command = ['--', process.execPath, `fixtures/programs/clients/${name}.js`];
    const args = ['probe', '--json', '--seed', '1', '--request', `${method} /things/1`, ...options, ...command];
    const run = await runMortise(args, { timeoutMs: 240_000 });
    expect(run, run.stderr).toMatchObject({ exitCode: 0, stderr: '' });
    const report = JSON.parse(run.stdout);
    expect(Object.keys(report)).toEqual(MEMBERS);
    expect(compareReport(report, expected).wrong).toEqual([]);
    expect(report.attempts).toBe(expected['attempts']);
  });

  it.skipIf(MISSING !== undefined)(
    `learns what a program of another language does, in less time than it would take${MISSING === undefined ? '' : `: skipped, ${MISSING}`}`,
    { timeout: 120_000 },
    async () => {
      const command = ['--', 'python3', 'fixtures/programs/clients/urllib-retry.py'];
      const run = await runMortise(['probe', '--json', '--only', 'backoff', ...command], { timeoutMs: 120_000 });
      expect(run, run.stderr).toMatchObject({ exitCode: 0, stderr: '' });
      const { backoff, scale } = JSON.parse(run.stdout);
      // On a busy machine it is watched in real time, and what is not clear then is left open.
      expect([1, 10]).toContain(scale);
      expect([null, 'exponential']).toContain(backoff.kind);
      expect([null, 500]).toContain(backoff.baseMs);
    },
  );

  it('tells a command that makes no request what it did instead', async () => {
    const run = await runMortise(['probe', '--', process.execPath, '-e', 'console.error("no idea"); process.exitCode = 4']);
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toMatch(/it ended with code 4 and made no request to \$MORTISE_URL; it said: no idea/);
  });

  it('tells that there is no such program', async () => {
    const run = await runMortise(['probe', '--', 'no-such-program-here']);
    expect(run).toMatchObject({ exitCode: 3 });
    expect(run.stderr).toMatch(/cannot start "no-such-program-here"/);
  });
});

const MEMBERS = [
  'attempts',
  'retries',
  'backoff',
  'jitter',
  'retryAfter',
  'timeoutMs',
  'idempotencyKey',
  'unsafeRetry',
  'truncatedBody',
  'verdicts',
  'seed',
  'scale',
  'experiments',
  'durationMs',
];
