import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRepository } from '../../src/host/read-repository.js';

const API = 'openapi: 3.1.0';

describe('readRepository', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mortise-repository-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (texts: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };
  const paths = async (): Promise<readonly string[]> => (await readRepository(folder, 'it')).files.map(({ path }) => path);

  it('keeps what says something by its content, by path', async () => {
    write({
      'b.yaml': API,
      'a/x.json': '{"swagger":"2.0"}',
      'a/y.json': '{"a":1}',
      'a/z.txt': API,
      '.env': 'A_URL=http://a',
      '.env.example': 'A_URL=',
    });
    expect(await paths()).toEqual(['.env.example', 'a/x.json', 'b.yaml']);
  });

  it('passes over what others made, what git ignores, and links', async () => {
    write({
      'node_modules/x/api.yaml': API,
      'dist/api.yaml': API,
      '.gitignore': 'made/\n*.gen.yaml',
      'made/api.yaml': API,
      'a.gen.yaml': API,
      'web/.gitignore': '!a.gen.yaml\nb.yaml',
      'web/a.gen.yaml': API,
      'web/b.yaml': API,
    });
    symlinkSync('..', join(folder, 'web/up'));
    symlinkSync('/etc', join(folder, 'etc'));
    symlinkSync('web/a.gen.yaml', join(folder, 'link.yaml'));
    expect(await paths()).toEqual(['web/a.gen.yaml']);
  });

  it('goes ten folders deep, and says that there is more', async () => {
    const deep = (count: number): string => `${'d/'.repeat(count)}api.yaml`;
    write({ [deep(10)]: API, [deep(11)]: API });
    const repository = await readRepository(folder, 'it');
    expect(repository.files.map(({ path }) => path)).toEqual([deep(10)]);
    expect(repository.isCut).toBe(true);
  });

  it('notes a file that is too large', async () => {
    write({ 'a.yaml': API.padEnd(16 * 1024 * 1024 + 1, ' ') });
    expect(await readRepository(folder, 'it')).toMatchObject({ files: [], unread: [{ path: 'a.yaml', reason: 'too large' }] });
  });

  it('says that a folder is missing, or a file', async () => {
    write({ 'a.yaml': API });
    await expect(readRepository(join(folder, 'no'), 'no')).rejects.toMatchObject({ code: 'E_FILE_NOT_FOUND', args: { path: 'no' } });
    await expect(readRepository(join(folder, 'a.yaml'), 'a.yaml')).rejects.toMatchObject({ code: 'E_FOLDER_KIND' });
  });
});
