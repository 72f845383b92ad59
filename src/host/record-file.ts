import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HostError } from '../base/errors.js';

/** The record of a run on disk: JSON Lines, each with the operating system before `write` returns, so that a killed run keeps its results. */
export interface RecordFile {
  readonly file: string;
  write(line: string): void;
  close(): void;
}

/**
 * Opens a new record, and the folders that lead to it; what stood there before is gone.
 *
 * @param file - where
 * @param isNew - whether it is an error, of cause `EEXIST`, that something stands there
 * @throws HostError `E_FILE_WRITE` when it cannot be written, also from `write`
 */
export function openRecordFile(file: string, { isNew = false }: { readonly isNew?: boolean } = {}): RecordFile {
  const descriptor = attempt(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    return openSync(file, isNew ? 'wx' : 'w');
  });
  const write = (line: string): void => {
    attempt(file, () => writeWhole(descriptor, Buffer.from(`${line}\n`)));
  };
  return { file, write, close: () => closeSync(descriptor) };
}

/**
 * Removes the oldest records of a folder that we named ourselves.
 *
 * @param folder - of records, whose names sort by time
 * @param keptCount - how many stay. Default 50
 * @throws HostError `E_FILE_WRITE` when one cannot be removed
 */
export function pruneRecords(folder: string, keptCount = 50): void {
  attempt(folder, () => {
    const names = readdirSync(folder).filter((name) => RECORD_NAME.test(name));
    for (const name of names.sort().slice(0, -keptCount)) rmSync(join(folder, name), { force: true });
  });
}

/** The system may take less than it is given, and half a line is none. */
function writeWhole(descriptor: number, bytes: Uint8Array): void {
  let from = 0;
  while (from < bytes.length) from += writeSync(descriptor, bytes, from);
}

function attempt<Result>(file: string, act: () => Result): Result {
  try {
    return act();
  } catch (cause) {
    throw new HostError({ code: 'E_FILE_WRITE', args: { file, reason: cause instanceof Error ? cause.message : String(cause) }, cause });
  }
}

const RECORD_NAME = /^\d{8}-\d{6}-\d{3}\.jsonl$/;
