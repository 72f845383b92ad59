import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { HostError, InputError } from '../base/errors.js';

/**
 * The records of runs below a folder, newest first: their names sort by time.
 *
 * @param cwd - where runs were started
 * @returns paths; empty when nothing was ever run there
 */
export function recordFilesIn(cwd: string): readonly string[] {
  const folder = resolve(cwd, '.mortise/runs');
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
    if (codeOf(cause) === 'ENOENT') throw new InputError({ code: 'E_FILE_NOT_FOUND', at: { file }, args: { path: file }, cause });
    throw unreadable(file, cause);
  }
}

function unreadable(path: string, cause: unknown): HostError {
  return new HostError({ code: 'E_FILE_READ', args: { path, reason: codeOf(cause) }, cause });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
