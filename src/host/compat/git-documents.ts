import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, posix, relative, resolve, sep } from 'node:path';
import { namesNearby } from '../../base/did-you-mean.js';
import { InputError } from '../../base/errors.js';
import type { DocumentPort } from '../../contract/document-port.js';
import { matchesGlob } from '../../base/glob.js';
import type { GitBlobs } from './git-blobs.js';
import type { GitCommit, GitRepository } from './git-repository.js';
import { runGit } from './run-git.js';

/** Documents as they stood in a commit. */
export interface GitDocumentOptions {
  readonly repository: GitRepository;
  readonly blobs: GitBlobs;
  readonly commit: GitCommit;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** Folders that references may lead into, besides the folder of the document that the user named. */
  readonly allowFiles: readonly string[];
  /** Reads what is no file: URLs, under its own rules. */
  readonly remote: DocumentPort;
}

/**
 * A port that reads every document, and all that it refers to, as it stood in a commit, by the names that they have today. References are
 * held to the same folders as those of files.
 *
 * @param options - the commit, and what is allowed
 * @returns a port that throws InputError `E_FILE_NOT_FOUND` with `args.commit` when the commit has no such file, `E_FILE_OUTSIDE`
 */
export function createGitDocumentPort({ repository, blobs, commit, cwd, allowFiles, remote }: GitDocumentOptions): DocumentPort {
  const start = realpathSync(cwd);
  const pathOf = (file: string): string => pathInRepository(repository.root, resolve(start, file));
  const allowed = allowFiles.map(pathOf);
  /** The folder each document confines its references to. */
  const folders = new Map<string, string>();
  const readText = async (file: string, from: string | undefined): Promise<string> => {
    if (isRemote(file)) return remote.readText(file, from);
    const path = pathOf(from === undefined ? file : unescaped(file));
    const folder = from === undefined ? posix.dirname(path) : (folders.get(from) ?? posix.dirname(path));
    const isAllowed = from === undefined || [folder, ...allowed].some((one) => isBelow(one, path));
    if (!isAllowed) throw new InputError({ code: 'E_FILE_OUTSIDE', at: { file: from ?? file }, args: { path: file, folder } });
    const text = isOutside(path) ? undefined : await blobs.read(commit.id, path);
    if (text === undefined) {
      const names = (await namesIn(posix.dirname(path), false)) ?? [];
      const nearby = namesNearby(posix.basename(path), names);
      const args = { path: `${commit.name}:${file}`, commit: commit.name, folder: `${commit.name}:${posix.dirname(path)}`, ...nearby };
      throw new InputError({ code: 'E_FILE_NOT_FOUND', at: { file }, args });
    }
    folders.set(file, folder);
    return text;
  };
  const listFiles = async (file: string): Promise<readonly string[] | undefined> => {
    if (isRemote(file) || file === '-') return undefined;
    if (file.includes('*')) return matchingFiles(file);
    // Most are files, and asking takes a process.
    if (DOCUMENT_NAME.test(file)) return undefined;
    const names = await namesIn(pathOf(file), false);
    return names?.filter((name) => DOCUMENT_NAME.test(name)).map((name) => join(file, name));
  };
  const matchingFiles = async (glob: string): Promise<readonly string[]> => {
    const pattern = glob.replaceAll('\\', '/');
    const folder = pattern.slice(0, pattern.slice(0, pattern.indexOf('*')).lastIndexOf('/') + 1);
    const names = (await namesIn(pathOf(folder === '' ? '.' : folder), pattern.includes('**'))) ?? [];
    return names.map((name) => `${folder}${name}`).filter((path) => matchesGlob(pattern, path));
  };
  const namesIn = async (path: string, isDeep: boolean): Promise<readonly string[] | undefined> => {
    if (isOutside(path)) return undefined;
    const { exitCode, stdout } = await runGit(repository, ['ls-tree', '-z', ...(isDeep ? ['-r'] : []), `${commit.id}:${path}`]);
    if (exitCode !== 0) return undefined;
    return stdout
      .split('\0')
      .flatMap((line) => (/^\d+ blob /.test(line) ? [line.slice(line.indexOf('\t') + 1)] : []))
      .sort();
  };
  return { readText, listFiles };
}

/** From the top of the repository, with slashes; `''` for the top itself, with `..` in front for what stands outside. */
function pathInRepository(root: string, path: string): string {
  const way = relative(root, path);
  if (!way.startsWith('..') && !isAbsolute(way)) return way.split(sep).join('/');
  // The user may have come by a link.
  return relative(root, withRealFolder(path)).split(sep).join('/');
}

/** The file itself may be gone; the nearest folder above it that is there says where it stood. */
function withRealFolder(path: string): string {
  const folder = dirname(path);
  if (folder === path) return path;
  try {
    return join(realpathSync(folder), path.slice(folder.length));
  } catch {
    // Not there any more: the one above it.
    return join(withRealFolder(folder), path.slice(folder.length));
  }
}

function isOutside(path: string): boolean {
  return path === '..' || path.startsWith('../') || isAbsolute(path);
}

function isBelow(folder: string, path: string): boolean {
  if (isOutside(path)) return false;
  return folder === '' || folder === '.' ? true : path.startsWith(`${folder}/`);
}

/** A reference is a URI: its escapes are undone. */
function unescaped(file: string): string {
  try {
    return decodeURIComponent(file.replace(/\?.*$/s, ''));
  } catch (cause) {
    // A `%` that is no escape.
    throw new InputError({ code: 'E_FILE_NOT_FOUND', at: { file }, args: { path: file }, cause });
  }
}

function isRemote(file: string): boolean {
  return /^(?:(?!file:)[a-z][a-z0-9+.-]+:|\/\/)/i.test(file);
}

const DOCUMENT_NAME = /\.(?:json|ya?ml)$/i;
