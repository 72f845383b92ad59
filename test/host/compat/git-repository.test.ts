import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { GitRepository } from '../../../src/host/compat/git-repository.js';
import { baseCommit, headOf, openGitRepository, tagsOf } from '../../../src/host/compat/git-repository.js';
import { gitFolder } from '../../support/git-folder.js';

const PATH = process.env['PATH'];
const repo = gitFolder({ 'a.yaml': 'a: 1\n' });
repo.git('tag', 'v1.0.0');
repo.git('tag', '-a', '-m', 'annotated', 'v2.0.0');
repo.git('tag', 'other');
repo.git('checkout', '-q', '-b', 'change');
repo.commit({ 'b.yaml': 'b: 1\n' });
repo.git('checkout', '-q', 'main');
repo.commit({ 'c.yaml': 'c: 1\n' });
repo.git('checkout', '-q', 'change');
const oid = (ref: string): string => repo.git('rev-parse', `${ref}^{commit}`).trim();

const open = (folder = repo.folder, env: Readonly<Record<string, string | undefined>> = {}): Promise<GitRepository> =>
  openGitRepository({ folder, env: { PATH, ...env } });

describe('a repository', () => {
  it('is found from any folder in it, also from one that is gone', async () => {
    expect((await open(join(repo.folder, 'gone/since'))).root).toBe(repo.folder);
  });

  it('is found by where it stands, whatever a hook of git says', async () => {
    expect((await open(repo.folder, { GIT_DIR: '/nowhere', GIT_INDEX_FILE: 'x' })).root).toBe(repo.folder);
  });

  it('is an error of the input where there is none', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mortise-none-')));
    afterAll(() => rmSync(folder, { recursive: true }));
    await expect(open(folder)).rejects.toMatchObject({ code: 'E_GIT_REPOSITORY', args: { folder } });
  });

  it('is an error of the world where there is no git', async () => {
    await expect(open(repo.folder, { PATH: '/nowhere' })).rejects.toMatchObject({ code: 'E_PROCESS_START' });
  });
});

describe('the base', () => {
  it('of a branch is where the work here left it, and named so that git can show it', async () => {
    const id = oid('v1.0.0');
    expect(await baseCommit(await open(), 'main')).toEqual({ id, name: id.slice(0, 10) });
  });

  it('of a branch that has not moved since goes by its name', async () => {
    repo.git('branch', 'still', 'v1.0.0');
    expect(await baseCommit(await open(), 'still')).toEqual({ id: oid('v1.0.0'), name: 'still' });
  });

  it.each(['v2.0.0', 'main~0', 'HEAD~1'])('of %s is the commit itself', async (ref) => {
    expect(await baseCommit(await open(), ref)).toEqual({ id: oid(ref), name: ref });
  });

  it.each([
    ['mian', 'main'],
    ['--all', undefined],
    ['', undefined],
    ['main:a.yaml', undefined],
  ])('of %j is an error of the input', async (ref, suggestion) => {
    await expect(baseCommit(await open(), ref)).rejects.toMatchObject({
      code: 'E_GIT_REF',
      args: { ref, ...(suggestion && { suggestion }) },
    });
  });
});

describe('a clone of one branch, and of its last commit only', () => {
  const clone = gitFolder();
  clone.git('remote', 'add', 'origin', `file://${repo.folder}`);
  const openClone = (): Promise<GitRepository> => open(clone.folder);
  const refused = async (ref: string): Promise<unknown> => baseCommit(await openClone(), ref).catch((error: unknown) => error);

  it('has no other branch by its own name, but by that of the remote', async () => {
    clone.git('fetch', '-q', '--depth', '1', 'origin', 'HEAD');
    clone.git('checkout', '-q', '-b', 'work', 'FETCH_HEAD');
    expect(await refused('main')).toMatchObject({ code: 'E_GIT_REF', args: { ref: 'main', isShallow: true } });
    clone.git('fetch', '-q', '--depth', '1', 'origin', 'main:refs/remotes/origin/main');
    expect(await refused('main')).toMatchObject({ code: 'E_GIT_REF', args: { suggestion: 'origin/main' } });
  });

  it('does not know where the two parted: the tip stands in, and is called so', async () => {
    expect(await baseCommit(await openClone(), 'origin/main')).toEqual({ id: oid('main'), name: 'origin/main', isTip: true });
  });
});

describe('tags', () => {
  it('are those that match, each with its commit, annotated or not', async () => {
    const id = oid('v1.0.0');
    expect(await tagsOf(await open(), 'v*')).toEqual([
      { name: 'v1.0.0', id },
      { name: 'v2.0.0', id },
    ]);
  });

  it('are only those that the work here was made from, as long as there is one', async () => {
    repo.git('tag', 'w3', 'main');
    repo.git('tag', 'v3.0.0', 'main');
    expect((await tagsOf(await open(), 'v*')).map(({ name }) => name)).toEqual(['v1.0.0', 'v2.0.0']);
    expect((await tagsOf(await open(), 'w*')).map(({ name }) => name)).toEqual(['w3']);
  });

  it('may stand at what is checked out', async () => {
    expect(await headOf(await open())).toBe(oid('HEAD'));
    expect(await headOf(await open(gitFolder().folder))).toBeUndefined();
  });
});
