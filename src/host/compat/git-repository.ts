import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { didYouMean } from '../../base/did-you-mean.js';
import { HostError, InputError } from '../../base/errors.js';
import { matchesGlob } from '../../base/glob.js';
import type { GitPlace } from './run-git.js';
import { runGit } from './run-git.js';

/** A checkout whose history can be read. */
export interface GitRepository extends GitPlace {
  /** Its top folder, links followed. */
  readonly root: string;
}

/** A commit, and how people name it. */
export interface GitCommit {
  readonly id: string;
  /** What `git show <name>:<path>` takes. */
  readonly name: string;
  /** Set when it is the tip of a branch only since git cannot tell where the work here left it: a shallow clone, or another history. */
  readonly isTip?: true;
}

/**
 * The repository that a folder stands in.
 *
 * @param place - absolute; when the folder is gone, the nearest one above it that is not
 * @throws InputError `E_GIT_REPOSITORY` when it stands in none; HostError `E_GIT`, `E_PROCESS_START`
 */
export async function openGitRepository({ folder: asked, env }: GitPlace): Promise<GitRepository> {
  const folder = nearestFolder(asked);
  const { exitCode, stdout, reason } = await runGit({ folder, env }, ['rev-parse', '--show-toplevel']);
  const root = stdout.replace(/\n$/, '');
  if (exitCode === 0 && root !== '') return { folder, env, root: realpathSync(root) };
  if (/not a git repository|must be run in a work tree/.test(reason) || exitCode === 0)
    throw new InputError({ code: 'E_GIT_REPOSITORY', args: { folder } });
  throw new HostError({ code: 'E_GIT', args: { reason } });
}

/**
 * The commit that the work here is compared with. A tag or a commit is taken as it is. Of a branch it is where the work here left it: what
 * others have added there since is not missing here, and merging takes none of it away.
 *
 * @param ref - as the user gave it
 * @throws InputError `E_GIT_REF` when there is no such commit
 */
export async function baseCommit(repository: GitRepository, ref: string): Promise<GitCommit> {
  // What begins like an option would be one.
  const found = /^[^-]/.test(ref) ? await runGit(repository, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]) : undefined;
  const tip = found?.exitCode === 0 ? found.stdout.trim() : '';
  if (tip === '') throw await unknownRef(repository, ref);
  const named = await runGit(repository, ['rev-parse', '--symbolic-full-name', ref]);
  if (!/^refs\/(?:heads|remotes)\//.test(named.stdout)) return { id: tip, name: ref };
  const shared = await runGit(repository, ['merge-base', tip, 'HEAD']);
  const id = shared.stdout.trim();
  if (shared.exitCode !== 0 || id === '') return { id: tip, name: ref, isTip: true };
  if (id === tip) return { id: tip, name: ref };
  return { id, name: id.slice(0, SHORT_ID_LENGTH) };
}

/**
 * The tags whose names match, each with its commit, in git's order: those that the work here was made from; when there is none of them, as
 * where releases are tagged on branches of their own, all.
 *
 * @param pattern - `*` stands for any text: `v*`
 */
export async function tagsOf(repository: GitRepository, pattern: string): Promise<readonly GitCommit[]> {
  const merged = await listedTags(repository, ['--merged=HEAD']);
  const own = (merged ?? []).filter(({ name }) => matchesGlob(pattern, name));
  if (own.length > 0) return own;
  const all = await listedTags(repository, []);
  if (all === undefined) throw new HostError({ code: 'E_GIT', args: { reason: 'it lists no tags' } });
  return all.filter(({ name }) => matchesGlob(pattern, name));
}

/** `undefined` when git refuses: before the first commit nothing is merged. */
async function listedTags(repository: GitRepository, limits: readonly string[]): Promise<readonly GitCommit[] | undefined> {
  const format = '%(refname:strip=2)%00%(objectname)%00%(*objectname)';
  const { exitCode, stdout } = await runGit(repository, ['for-each-ref', ...limits, `--format=${format}`, 'refs/tags']);
  if (exitCode !== 0) return undefined;
  return stdout.split('\n').flatMap((line) => {
    const [name = '', id = '', target = ''] = line.split('\0');
    return name === '' ? [] : [{ name, id: target === '' ? id : target }];
  });
}

/**
 * The commit that is checked out; `undefined` before the first one.
 */
export async function headOf(repository: GitRepository): Promise<string | undefined> {
  const { exitCode, stdout } = await runGit(repository, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  return exitCode === 0 ? stdout.trim() : undefined;
}

function nearestFolder(folder: string): string {
  const isThere = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  return isThere || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));
}

async function unknownRef(repository: GitRepository, ref: string): Promise<InputError> {
  const { stdout } = await runGit(repository, ['for-each-ref', '--format=%(refname:short)', 'refs/heads', 'refs/remotes', 'refs/tags']);
  const names = stdout.split('\n').filter((name) => name !== '');
  // Where only a pull request is checked out, other branches are there by their remote's name.
  const suggestion = names.find((name) => name.endsWith(`/${ref}`)) ?? didYouMean(ref, names);
  if (suggestion !== undefined) return new InputError({ code: 'E_GIT_REF', args: { ref, suggestion } });
  const shallow = await runGit(repository, ['rev-parse', '--is-shallow-repository']);
  return new InputError({ code: 'E_GIT_REF', args: { ref, isShallow: shallow.stdout.trim() === 'true' } });
}

const SHORT_ID_LENGTH = 10;
