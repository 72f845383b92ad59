import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HostError, InputError } from '../base/errors.js';
import { MAX_DOCUMENT_BYTES } from '../contract/document.js';
import type { DocumentPort } from '../contract/document-port.js';
import { readBounded } from './bounded-text.js';
import { filesOfGlob } from './files-of-glob.js';
import { missingFile } from './missing-file.js';
import { readRemoteText } from './remote-text.js';

/** What the user allows documents to lead to. */
export interface DocumentPortOptions {
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** What `-` reads. */
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Whether `http:` and `https:` are fetched; default false. */
  readonly allowRemote?: boolean;
  /** Folders that references may lead into, besides the folder of the document that the user named. */
  readonly allowFiles?: readonly string[];
  /** Default 64 MiB. */
  readonly maxBytes?: number;
  /** Told of every file that is asked for, wherever it stands, before it is read. */
  readonly onFile?: ((path: string) => void) | undefined;
}

/**
 * A port that reads what the user names from anywhere, and what documents refer to only below the folder of the document the user named.
 * Symbolic links are followed before that is judged.
 *
 * @param options - what is allowed
 * @returns a port that throws InputError `E_FILE_NOT_FOUND`, `E_FILE_KIND`, `E_FILE_OUTSIDE`, `E_REMOTE_REFUSED`, `E_DOCUMENT_TOO_LARGE`
 *   and HostError `E_FILE_READ`, `E_REQUEST`
 */
export function createDocumentPort(options: DocumentPortOptions): DocumentPort {
  const maxBytes = options.maxBytes ?? MAX_DOCUMENT_BYTES;
  /** The folder each document confines its references to, by the name it was read under. */
  const folders = new Map<string, string>();
  const readText = async (file: string, from: string | undefined): Promise<string> => {
    if (isRemote(file)) return readRemote(file, from);
    if (file === '-' && from === undefined) {
      folders.set(file, await realpath(options.cwd));
      return readBounded(options.stdin, file, maxBytes);
    }
    const path = pathOf(options.cwd, file, from);
    options.onFile?.(path);
    const real = await realPath(path, file);
    const folder = from === undefined ? dirname(real) : await confinedFolder(real, { file, from });
    const text = await readFile(real, { file, maxBytes, isNamedByUser: from === undefined });
    folders.set(file, folder);
    return text;
  };
  const readRemote = (url: string, from: string | undefined): Promise<string> => {
    if (options.allowRemote !== true) throw new InputError({ code: 'E_REMOTE_REFUSED', at: { file: from ?? url }, args: { url } });
    return readRemoteText(url, maxBytes);
  };
  const confinedFolder = async (real: string, { file, from }: { readonly file: string; readonly from: string }): Promise<string> => {
    const folder = folders.get(from);
    const allowed = await Promise.all(
      (options.allowFiles ?? []).map((allowedFolder) => realPath(resolve(options.cwd, allowedFolder), allowedFolder)),
    );
    if (folder !== undefined && isBelow(folder, real)) return folder;
    if (allowed.some((allowedFolder) => isBelow(allowedFolder, real))) return folder ?? dirname(real);
    throw outside(file, from, folder);
  };
  return { readText, listFiles: (file) => listedFiles(options.cwd, file) };
}

/** Of a folder the documents in it, not those below; of a glob what it matches. */
async function listedFiles(cwd: string, file: string): Promise<readonly string[] | undefined> {
  if (file === '-' || isRemote(file) || /^file:/i.test(file)) return undefined;
  if (file.includes('*')) return filesOfGlob(file, { file, cwd });
  const folder = resolve(cwd, file);
  // What cannot be looked at is for `readText` to tell.
  const stats = await stat(folder).catch(() => undefined);
  if (stats?.isDirectory() !== true) return undefined;
  const names = (await readdir(folder)).filter((name) => /\.(?:json|ya?ml)$/i.test(name)).sort();
  return names.map((name) => join(file, name));
}

/** One letter before the colon is a drive. `//host/path` is a URL without its scheme (RFC 3986 §4.2). */
function isRemote(file: string): boolean {
  return /^(?:(?!file:)[a-z][a-z0-9+.-]+:|\/\/)/i.test(file);
}

/** A reference is a URI: its escapes are undone. A path that the user typed is taken as it is. */
function pathOf(cwd: string, file: string, from: string | undefined): string {
  try {
    if (/^file:/i.test(file)) return fileURLToPath(file);
    return resolve(cwd, from === undefined ? file : decodeURIComponent(file.replace(/\?.*$/s, '')));
  } catch (cause) {
    // A host in a `file:` URL, or a `%` that is no escape.
    throw missing(file, from ?? file, cause);
  }
}

async function realPath(path: string, file: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT' || codeOf(cause) === 'ENOTDIR' || codeOf(cause) === 'ERR_INVALID_ARG_VALUE')
      throw missingFile({ file, path, cause });
    throw unreadable(file, cause);
  }
}

function missing(path: string, file: string, cause: unknown): InputError {
  return new InputError({ code: 'E_FILE_NOT_FOUND', at: { file }, args: { path }, cause });
}

function unreadable(path: string, cause: unknown): HostError {
  return new HostError({ code: 'E_FILE_READ', args: { path, reason: codeOf(cause) }, cause });
}

function outside(file: string, from: string, folder: string | undefined): InputError {
  return new InputError({ code: 'E_FILE_OUTSIDE', at: { file: from }, args: { path: file, folder } });
}

/** A contract that stands in the root of the file system opens its neighbours only, not the whole machine. */
function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  if (dirname(folder) === folder) return dirname(path) === folder;
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

interface Reading {
  readonly file: string;
  readonly maxBytes: number;
  readonly isNamedByUser: boolean;
}

async function readFile(path: string, { file, maxBytes, isNamedByUser }: Reading): Promise<string> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const stats = await handle.stat();
    if (!isReadable(stats, isNamedByUser))
      throw new InputError({ code: 'E_FILE_KIND', at: { file }, args: { path: file, kind: kindOf(stats) } });
    if (stats.size > maxBytes)
      throw new InputError({ code: 'E_DOCUMENT_TOO_LARGE', at: { file }, args: { maxBytes, byteCount: stats.size } });
    // What is no file has no size to trust, and a file is read in one go: half the time of a stream.
    if (stats.isFile()) return (await handle.readFile()).toString('utf8');
    return await readBounded(handle.createReadStream({ autoClose: false }), file, maxBytes);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw unreadable(file, cause);
  } finally {
    await handle?.close();
  }
}

/** The user may name a pipe (`<(…)`); a reference may not, since reading one can wait for ever. */
function isReadable(stats: Stats, isNamedByUser: boolean): boolean {
  return stats.isFile() || (isNamedByUser && (stats.isFIFO() || stats.isCharacterDevice()));
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  return stats.isFIFO() ? 'a pipe' : 'a device';
}

function codeOf(cause: unknown): string {
  const code = (cause as { readonly code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : String(cause);
}
