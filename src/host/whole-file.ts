import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { HostError } from '../base/errors.js';

/**
 * Writes a file whole or not at all: who reads it meanwhile, or after the machine went down, finds the old text or the new one. A link stays
 * one; a device or a pipe is written to, since a file in its place would be the end of it.
 *
 * @param file - where; folders that lead to it are made
 * @param text - all of it
 * @param mode - of the file; default: as the user has it
 * @throws HostError `E_FILE_WRITE` when it cannot be written; what stood there is untouched then
 * @see POSIX.1-2017, rename(): the change of names is one step
 */
export function writeWholeFile(file: string, text: string, mode?: number): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const kept = statSync(file, { throwIfNoEntry: false });
    if (kept === undefined) replace(file, text, mode);
    else if (kept.isFile()) replace(realpathSync(file), text, mode);
    else writeFileSync(file, text);
  } catch (cause) {
    throw new HostError({ code: 'E_FILE_WRITE', args: { file, reason: cause instanceof Error ? cause.message : String(cause) }, cause });
  }
}

function replace(file: string, text: string, mode: number | undefined): void {
  // Beside its target, since names change in one step only within one file system.
  const draft = `${file}.${process.pid}.part`;
  try {
    writeFileSync(draft, text, { flush: true, ...(mode === undefined ? {} : { mode }) });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
