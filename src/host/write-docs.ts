import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { HostError, InputError } from '../base/errors.js';
import type { DocFile } from '../report/docs/doc-file.js';
import { DOC_MARK } from '../report/docs/doc-file.js';
import { PAIR_FOLDER } from '../report/docs/doc-names.js';
import { writeWholeFile } from './whole-file.js';

/** What became of the documents of a folder, by path below it. */
export interface WrittenDocs {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Writes documents into a folder. What is the same keeps its bytes and its time; documents of pairs that are gone are taken away; what somebody else wrote is
 * never touched, and when it stands where a document belongs nothing is written at all.
 *
 * @param folder - made when it is missing
 * @param docs - all that belong there
 * @throws InputError `E_FILE_FOREIGN` when a file of the same name is somebody else's; HostError `E_FILE_WRITE`, `E_FILE_READ`
 */
export function writeDocs(folder: string, docs: readonly DocFile[]): WrittenDocs {
  const foreign = docs.find(({ path }) => standing(join(folder, path)) === 'foreign');
  if (foreign !== undefined) throw new InputError({ code: 'E_FILE_FOREIGN', args: { path: join(folder, foreign.path) } });
  const written: string[] = [];
  const unchanged: string[] = [];
  for (const { path, text } of docs) {
    const file = join(folder, path);
    if (standing(file) === 'ours' && readFileSync(file, 'utf8') === text) unchanged.push(path);
    else {
      writeWholeFile(file, text);
      written.push(path);
    }
  }
  return { written, unchanged, removed: removeStale(folder, new Set(docs.map(({ path }) => path.toLowerCase()))) };
}

function removeStale(folder: string, kept: ReadonlySet<string>): readonly string[] {
  const removed: string[] = [];
  for (const name of namesIn(join(folder, PAIR_FOLDER))) {
    const path = `${PAIR_FOLDER}/${name}`;
    // Where case is not told, the old name may be the new file.
    if (kept.has(path.toLowerCase()) || !name.endsWith('.md') || standing(join(folder, path)) !== 'ours') continue;
    rmSync(join(folder, path));
    removed.push(path);
  }
  return removed;
}

function namesIn(folder: string): readonly string[] {
  return lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder).sort() : [];
}

/** A link is somebody's doing: what it leads to is not ours to write. */
function standing(file: string): 'nothing' | 'ours' | 'foreign' {
  try {
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (stats === undefined) return 'nothing';
    return stats.isFile() && firstLine(file).includes(DOC_MARK) ? 'ours' : 'foreign';
  } catch (cause) {
    throw new HostError({ code: 'E_FILE_READ', args: { path: file, reason: String((cause as { code?: unknown }).code ?? cause) }, cause });
  }
}

function firstLine(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const start = Buffer.alloc(FIRST_LINE_BYTES);
    const byteCount = readSync(descriptor, start, 0, FIRST_LINE_BYTES, 0);
    return start.toString('utf8', 0, byteCount).split('\n', 1)[0] ?? '';
  } finally {
    closeSync(descriptor);
  }
}

const FIRST_LINE_BYTES = 512;
