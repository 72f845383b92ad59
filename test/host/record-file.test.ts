import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openRecordFile, pruneRecords } from '../../src/host/record-file.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mortise-'));
  return () => rm(folder, { recursive: true, force: true });
});

describe('a record on disk', () => {
  it('has each line, whole, as soon as it is written', async () => {
    const record = openRecordFile(join(folder, 'deep/down/run.jsonl'));
    record.write('{"a":"ä€😀"}');
    expect(await readFile(record.file, 'utf8')).toBe('{"a":"ä€😀"}\n');
    record.write('x'.repeat(3_000_000));
    expect(await readFile(record.file, 'utf8')).toHaveLength('{"a":"ä€😀"}\n'.length + 3_000_001);
    record.close();
  });

  it('cannot be where a folder stands', () => {
    expect(() => openRecordFile(folder)).toThrow(expect.objectContaining({ code: 'E_FILE_WRITE' }));
  });

  it('that must be new does not take the place of another', () => {
    openRecordFile(join(folder, 'run.jsonl'), { isNew: true }).close();
    expect(() => openRecordFile(join(folder, 'run.jsonl'), { isNew: true })).toThrow(expect.objectContaining({ code: 'E_FILE_WRITE' }));
  });

  it('makes the oldest go, and nothing that is not one of ours', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `2026010${index + 1}-000000-000.jsonl`);
    for (const name of [...names, 'mine.jsonl', 'notes.txt']) await writeFile(join(folder, name), '');
    pruneRecords(folder, 5);
    expect((await readdir(folder)).toSorted()).toEqual([...names.slice(3), 'mine.jsonl', 'notes.txt']);
    pruneRecords(folder);
    expect(await readdir(folder)).toHaveLength(7);
  });
});
