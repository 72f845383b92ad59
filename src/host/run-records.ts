import { readdirSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { HostError, InputError } from '../base/errors.js';
import { missingFile } from './missing-file.js';
import type { ProcessIo } from './process-io.js';

/**
 * The records of runs below a folder, newest first: their names sort by time.
 *
 * @param cwd - where runs were started
 * @returns paths; empty when nothing was ever run there
 */
export function recordFilesIn(cwd: string): readonly string[] {
  return recordFilesOf(resolve(cwd, '.mortise/runs'));
}

function recordFilesOf(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
    return names
      .sort()
      .reverse()
      .map((name) => resolve(folder, name));
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return [];
    throw unreadable(folder, cause);
  }
}

/**
 * The text of a record.
 *
 * @param file - its path
 * @throws InputError `E_FILE_NOT_FOUND`, HostError `E_FILE_READ`
 */
export function readRecordText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') throw missingFile({ file, cause });
    throw unreadable(file, cause);
  }
}

/** The text of a record and what it is called. */
export interface RecordText {
  readonly file: string;
  readonly text: string;
}

/**
 * The record that a user means.
 *
 * @param named - a file, a folder of which the newest is taken, `-` for standard input; `undefined` for the newest below `.mortise/runs`
 * @param io - where the user stands
 * @throws InputError `E_FILE_NOT_FOUND` when there is none; HostError `E_FILE_READ`
 */
export async function recordTextOf(named: string | undefined, { cwd, stdin }: Pick<ProcessIo, 'cwd' | 'stdin'>): Promise<RecordText> {
  if (named === '-') return { file: '-', text: await textOfStream(stdin) };
  const path = resolve(cwd, named ?? '.mortise/runs');
  const folder = named === undefined || isFolder(path) ? path : undefined;
  if (folder === undefined) return { file: named ?? path, text: readRecordText(path) };
  const [newest] = recordFilesOf(folder);
  if (newest === undefined) {
    const args = { path: `${folder}/*.jsonl`, writtenBy: 'A run of "mortise check" or "mortise test"' };
    throw new InputError({ code: 'E_FILE_NOT_FOUND', at: { file: folder }, args });
  }
  return { file: newest, text: readRecordText(newest) };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

async function textOfStream(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function unreadable(path: string, cause: unknown): HostError {
  return new HostError({ code: 'E_FILE_READ', args: { path, reason: codeOf(cause) }, cause });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
