import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { HostError } from '../base/errors.js';

/** A file of lines that grows at its end; it holds a file descriptor until it is closed. */
export interface LineFile {
  /**
   * When it returns, the line is with the operating system: it outlives the process, however that ends. A line is there whole or not at all.
   *
   * @param text - without line breaks
   * @throws HostError `E_FILE_WRITE` when it cannot be written
   */
  append(text: string): void;
  readonly byteCount: number;
  close(): void;
}

/**
 * Opens a file of lines for appending.
 *
 * @param file - created when missing; a last line that a crash cut off is closed with a line break, so that it spoils no other
 * @param mode - of a file that was missing; default: as the user has it
 * @throws HostError `E_FILE_WRITE` when it cannot be opened
 */
export function openLineFile(file: string, mode?: number): LineFile {
  const descriptor = openForAppending(file, mode);
  let byteCount = fstatSync(descriptor).size;
  if (byteCount > 0 && !endsWithLineBreak(descriptor, byteCount)) byteCount += writeSync(descriptor, '\n');

  const append = (text: string): void => {
    const line = Buffer.from(`${text}\n`, 'utf8');
    let writtenBytes = 0;
    try {
      while (writtenBytes < line.length) writtenBytes += writeSync(descriptor, line, writtenBytes);
    } catch (cause) {
      // A full disk takes the beginning of a line before it refuses the rest.
      if (writtenBytes > 0) ftruncateSync(descriptor, fstatSync(descriptor).size - writtenBytes);
      throw writeError(file, cause);
    }
    byteCount += line.length;
  };
  return {
    append,
    get byteCount() {
      return byteCount;
    },
    close: () => closeSync(descriptor),
  };
}

function openForAppending(file: string, mode: number | undefined): number {
  try {
    return openSync(file, 'a+', mode);
  } catch (cause) {
    throw writeError(file, cause);
  }
}

function endsWithLineBreak(descriptor: number, sizeBytes: number): boolean {
  const last = Buffer.alloc(1);
  readSync(descriptor, last, 0, 1, sizeBytes - 1);
  return last[0] === 0x0a;
}

function writeError(file: string, cause: unknown): HostError {
  return new HostError({ code: 'E_FILE_WRITE', args: { file, reason: cause instanceof Error ? cause.message : String(cause) }, cause });
}
