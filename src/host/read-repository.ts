import { open, readdir, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { IgnoreRules } from '../workspace/init/ignore-rules.js';
import { ignoreRules, isIgnored } from '../workspace/init/ignore-rules.js';
import type { Repository, RepositoryFile, Unread } from '../workspace/init/repository.js';
import { isWantedName, isWantedText, SKIPPED_FOLDERS } from '../workspace/init/repository.js';
import { HostError, InputError } from '../base/errors.js';
import { missingFile } from './missing-file.js';

/**
 * What a folder holds that says something of systems. Links are not followed, what git ignores and what others made (`node_modules`, `dist`) is
 * passed over; so deep, so many and so large, and no more.
 *
 * @param folder - where it is
 * @param called - what the user called it
 * @throws InputError `E_FILE_NOT_FOUND` when there is no such folder, `E_FILE_KIND` when it is none; HostError `E_FILE_READ` when it may not be read
 */
export async function readRepository(folder: string, called: string): Promise<Repository> {
  const top = await realpath(folder).catch((cause: unknown) => {
    throw errorOfTop(called, cause);
  });
  const walk: Walk = { top, files: [], unread: [], seenFileCount: 0, keptByteCount: 0, isCut: false };
  // Breadth first: what is cut off is what lies deepest.
  let level: readonly Folder[] = [{ path: '', rules: [] }];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) walk.isCut = true;
    if (depth > MAX_DEPTH || walk.seenFileCount > MAX_FILE_COUNT) break;
    const next: Folder[] = [];
    for (const one of level) next.push(...(await lookInto(one, walk, called)));
    level = next;
  }
  const files = walk.files.sort(({ path: left }, { path: right }) => (left < right ? -1 : 1));
  return { name: basename(top), files, unread: walk.unread, seenFileCount: walk.seenFileCount, isCut: walk.isCut };
}

interface Walk {
  readonly top: string;
  readonly files: RepositoryFile[];
  readonly unread: Unread[];
  seenFileCount: number;
  keptByteCount: number;
  isCut: boolean;
}

interface Folder {
  readonly path: string;
  /** Of the folders above it. */
  readonly rules: readonly IgnoreRules[];
}

/** Reads what is wanted of a folder, and tells the folders below. */
async function lookInto(folder: Folder, walk: Walk, called: string): Promise<readonly Folder[]> {
  const entries = await readdir(join(walk.top, folder.path), { withFileTypes: true }).catch((cause: unknown) => {
    if (folder.path === '') throw errorOfTop(called, cause);
    walk.unread.push({ path: folder.path, reason: codeOf(cause) });
    return [];
  });
  const names = new Map(entries.map((entry) => [entry.name, entry]));
  const own = names.get('.gitignore')?.isFile() === true ? await readFile(join(folder.path, '.gitignore'), walk) : undefined;
  const rules = own === undefined ? folder.rules : [...folder.rules, ignoreRules(own, folder.path)];
  const below: Folder[] = [];
  for (const name of [...names.keys()].sort()) {
    const entry = names.get(name);
    const path = folder.path === '' ? name : `${folder.path}/${name}`;
    // A name that is no text cannot be written into a workspace.
    if (entry === undefined || name.includes('\uFFFD')) continue;
    const isFolder = entry.isDirectory();
    if (!isFolder && entry.isFile()) count(walk);
    if (!isFolder && !entry.isFile()) continue;
    if (isIgnored(path, { isFolder, all: rules })) continue;
    if (!isFolder) await keep(path, walk);
    else if (!SKIPPED_FOLDERS.has(name)) below.push({ path, rules });
  }
  return below;
}

function count(walk: Walk): void {
  walk.seenFileCount += 1;
  if (walk.seenFileCount > MAX_FILE_COUNT) walk.isCut = true;
}

async function keep(path: string, walk: Walk): Promise<void> {
  if (walk.isCut || !isWantedName(basename(path))) return;
  const text = await readFile(path, walk);
  if (text === undefined || !isWantedText({ path, text })) return;
  walk.keptByteCount += text.length;
  if (walk.keptByteCount > MAX_KEPT_BYTES) walk.isCut = true;
  else walk.files.push({ path, text });
}

/** The text; `undefined` when it cannot be read, which is noted. */
async function readFile(path: string, walk: Walk): Promise<string | undefined> {
  try {
    const handle = await open(join(walk.top, path), 'r');
    try {
      const { size } = await handle.stat();
      if (size <= MAX_FILE_BYTES) return (await handle.readFile()).toString('utf8');
      walk.unread.push({ path, reason: 'too large' });
    } finally {
      await handle.close();
    }
  } catch (cause) {
    walk.unread.push({ path, reason: codeOf(cause) });
  }
  return undefined;
}

function errorOfTop(called: string, cause: unknown): InputError | HostError {
  const code = codeOf(cause);
  if (code === 'ENOENT') return missingFile({ file: called, cause });
  if (code === 'ENOTDIR') return new InputError({ code: 'E_FOLDER_KIND', args: { path: called }, cause });
  return new HostError({ code: 'E_FILE_READ', args: { path: called, reason: code }, cause });
}

function codeOf(cause: unknown): string {
  const code = (cause as { readonly code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : String(cause);
}

const MAX_DEPTH = 10;
const MAX_FILE_COUNT = 50_000;
const MAX_FILE_BYTES = 16 * 1024 * 1024;
const MAX_KEPT_BYTES = 128 * 1024 * 1024;
