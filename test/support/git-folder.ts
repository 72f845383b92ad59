import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

/** A repository in a temporary folder, gone after the tests. */
export interface GitFolder {
  readonly folder: string;
  /** Runs git there. */
  git(...args: readonly string[]): string;
  /** Writes files; an `undefined` one is removed. */
  write(files: Readonly<Record<string, string | undefined>>): void;
  /** Writes files and commits all that changed. */
  commit(files: Readonly<Record<string, string | undefined>>): void;
}

/**
 * Makes a repository whose branch is `main`.
 *
 * @param files - its first commit; none for a repository without one
 */
export function gitFolder(files: Readonly<Record<string, string>> = {}): GitFolder {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mortise-git-')));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const env = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_DATE: DATE, GIT_COMMITTER_DATE: DATE };
  const git = (...args: readonly string[]): string => {
    const who = ['-c', 'user.name=tester', '-c', 'user.email=tester@example.com', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...who, ...args], { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  };
  const write: GitFolder['write'] = (written) => {
    for (const [name, text] of Object.entries(written)) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      if (text === undefined) rmSync(path, { force: true });
      else writeFileSync(path, text);
    }
  };
  const commit: GitFolder['commit'] = (written) => {
    write(written);
    git('add', '-A');
    git('commit', '-q', '-m', 'change');
  };
  git('init', '-q', '-b', 'main');
  if (Object.keys(files).length > 0) commit(files);
  return { folder, git, write, commit };
}

const DATE = '2026-01-01T00:00:00Z';
