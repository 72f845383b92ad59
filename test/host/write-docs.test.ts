import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeDocs } from '../../src/host/write-docs.js';
import { markdownFile } from '../../src/report/docs/doc-file.js';

describe('writeDocs', () => {
  let folder = '';
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'mortise-docs-')), 'docs');
  });
  afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  const docs = (...paths: readonly string[]) => paths.map((path) => markdownFile(path, [`# ${path}`]));

  it('leaves what is the same as it stands, to its time', () => {
    expect(writeDocs(folder, docs('a.md', 'pairs/b.md'))).toEqual({ written: ['a.md', 'pairs/b.md'], unchanged: [], removed: [] });
    utimesSync(join(folder, 'a.md'), 1, 1);
    expect(writeDocs(folder, [...docs('a.md'), markdownFile('pairs/b.md', ['# other'])])).toEqual({
      written: ['pairs/b.md'],
      unchanged: ['a.md'],
      removed: [],
    });
    expect(statSync(join(folder, 'a.md')).mtimeMs).toBe(1_000);
    expect(readdirSync(folder)).toEqual(['a.md', 'pairs']);
  });

  it('takes away the documents of pairs that are gone, and nothing else', () => {
    writeDocs(folder, docs('a.md', 'old.md', 'pairs/b.md', 'pairs/c.md'));
    writeFileSync(join(folder, 'pairs/notes.md'), '# mine');
    expect(writeDocs(folder, docs('a.md', 'pairs/b.md')).removed).toEqual(['pairs/c.md']);
    expect(readdirSync(join(folder, 'pairs'))).toEqual(['b.md', 'notes.md']);
    expect(readdirSync(folder)).toContain('old.md');
  });

  it.each<[string, (file: string) => void]>([
    ['a file of somebody else', (file) => writeFileSync(file, '# mine')],
    ['an empty file', (file) => writeFileSync(file, '')],
    ['a folder', (file) => mkdirSync(file)],
    ['a link', (file) => symlinkSync('elsewhere.md', file)],
  ])('writes nothing at all when %s stands where a document belongs', (_what, put) => {
    mkdirSync(join(folder, 'pairs'), { recursive: true });
    put(join(folder, 'pairs/b.md'));
    expect(() => writeDocs(folder, docs('a.md', 'pairs/b.md'))).toThrow(expect.objectContaining({ code: 'E_FILE_FOREIGN' }));
    expect(readdirSync(folder)).toEqual(['pairs']);
  });

  it('knows its own by the first line only', () => {
    mkdirSync(folder, { recursive: true });
    const [doc] = docs('a.md');
    writeFileSync(join(folder, 'a.md'), `# mine\n${doc?.text}`);
    expect(() => writeDocs(folder, docs('a.md'))).toThrow();
    expect(readFileSync(join(folder, 'a.md'), 'utf8')).toMatch(/^# mine/);
  });
});
