import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { HostError } from '../base/errors.js';
import type { Journal } from '../journal/memory-journal.js';
import { redactExchange } from '../journal/redact-exchange.js';
import { lineFromExchange } from '../journal/journal-line.js';
import { lineFromMessage } from '../journal/message-line.js';
import type { MessageRecord } from '../journal/message-record.js';
import { redactMessage } from '../journal/redact-message.js';

/** A journal on disk; it holds a file descriptor until it is closed. */
export interface JournalFile extends Journal {
  /** The passage of a message, redacted: what is recorded again under its id replaces the line before. */
  message(record: MessageRecord): void;
  close(): void;
}

/**
 * Opens a file of JSON lines for appending. When `append` returns, the line is with the operating system: it outlives the process,
 * however that ends. A line is there whole or not at all.
 *
 * @param file - created when missing; a last line that a crash cut off is closed with a line break, so that it spoils no other
 * @param secretNames - lower-case names of headers and query parameters whose values are not written
 * @throws HostError `E_FILE_WRITE` when it cannot be opened, and from `append` when it cannot be written
 */
export function openJournalFile(file: string, secretNames: ReadonlySet<string>): JournalFile {
  const descriptor = openForAppending(file);
  const secrets = { names: secretNames, values: [] };
  const { size } = fstatSync(descriptor);
  if (size > 0 && !endsWithLineBreak(descriptor, size)) writeSync(descriptor, '\n');

  const write = (text: string): void => {
    const line = Buffer.from(`${text}\n`, 'utf8');
    let writtenBytes = 0;
    try {
      while (writtenBytes < line.length) writtenBytes += writeSync(descriptor, line, writtenBytes);
    } catch (cause) {
      // A full disk takes the beginning of a line before it refuses the rest.
      if (writtenBytes > 0) ftruncateSync(descriptor, fstatSync(descriptor).size - writtenBytes);
      throw new HostError({ code: 'E_FILE_WRITE', args: { file, reason: reasonOf(cause) }, cause });
    }
  };
  return {
    append: (exchange) => write(lineFromExchange(redactExchange(exchange, secrets), secretNames)),
    message: (record) => write(lineFromMessage(redactMessage(record, secrets))),
    close: () => closeSync(descriptor),
  };
}

function openForAppending(file: string): number {
  try {
    return openSync(file, 'a+');
  } catch (cause) {
    throw new HostError({ code: 'E_FILE_WRITE', args: { file, reason: reasonOf(cause) }, cause });
  }
}

function endsWithLineBreak(descriptor: number, sizeBytes: number): boolean {
  const last = Buffer.alloc(1);
  readSync(descriptor, last, 0, 1, sizeBytes - 1);
  return last[0] === 0x0a;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
