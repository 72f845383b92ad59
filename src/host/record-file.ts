import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
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
 * @throws HostError `E_FILE_WRITE` when it cannot be written, also from `write`
 */
export function openRecordFile(file: string): RecordFile {
  const descriptor = attempt(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    return openSync(file, 'w');
  });
  const write = (line: string): void => {
    attempt(file, () => writeSync(descriptor, `${line}\n`));
  };
  return { file, write, close: () => closeSync(descriptor) };
}

function attempt<Result>(file: string, act: () => Result): Result {
  try {
    return act();
  } catch (cause) {
    throw new HostError({ code: 'E_FILE_WRITE', args: { file, reason: cause instanceof Error ? cause.message : String(cause) }, cause });
  }
}
