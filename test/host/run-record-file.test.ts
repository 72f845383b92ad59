import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { testingOptions } from '../../src/check/testing-options.js';
import type { RecordedRun } from '../../src/host/run-record-file.js';
import { openTestRun } from '../../src/host/run-record-file.js';
import { workspaceFromContractFile } from '../../src/workspace/read-workspace.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mortise-'));
  return () => rm(folder, { recursive: true, force: true });
});

const run = (more: Partial<RecordedRun> = {}): RecordedRun => {
  const workspace = workspaceFromContractFile('shop.yaml');
  const startedAtMs = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
  return {
    command: 'test',
    cwd: folder,
    version: '1.2.3',
    args: [],
    workspace,
    pairs: workspace.integrations,
    options: testingOptions({}),
    startedAtMs,
    ...more,
  };
};

describe('the record of a run', () => {
  it('is named by the time, and begins with what the run is', async () => {
    const record = openTestRun(run({ args: ['--header=Authorization: Bearer abc', 'http://ada:lovelace@shop.test'] }));
    record.close();
    expect(record.file).toBe(join(folder, '.mortise/runs/20260102-030405-006.jsonl'));
    const text = await readFile(record.file ?? '', 'utf8');
    expect(JSON.parse(text)).toMatchObject({ type: 'run', id: '20260102-030405-006', version: '1.2.3', seed: '0', workspace: 'shop.yaml' });
    expect(text).not.toMatch(/abc|lovelace/);
  });

  it('is a file of its own for each of the runs that begin in the same millisecond', async () => {
    for (let count = 0; count < 3; count += 1) openTestRun(run()).close();
    expect((await readdir(join(folder, '.mortise/runs'))).toSorted()).toEqual([
      '20260102-030405-006.jsonl',
      '20260102-030405-007.jsonl',
      '20260102-030405-008.jsonl',
    ]);
  });

  it('goes where it was asked for, and leaves the others alone', async () => {
    openTestRun(run({ file: 'mine.jsonl' })).close();
    expect(await readdir(folder)).toEqual(['mine.jsonl']);
  });

  it('is refused where its folder cannot be', () => {
    expect(() => openTestRun(run({ cwd: '/dev/null' }))).toThrow(expect.objectContaining({ code: 'E_FILE_WRITE' }));
  });
});
