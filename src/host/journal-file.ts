import type { Journal } from '../journal/memory-journal.js';
import { redactExchange } from '../journal/redact-exchange.js';
import { lineFromExchange } from '../journal/journal-line.js';
import { lineFromMessage } from '../journal/message-line.js';
import type { MessageRecord } from '../journal/message-record.js';
import { redactMessage } from '../journal/redact-message.js';
import { openLineFile } from './line-file.js';

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
  const lines = openLineFile(file);
  const secrets = { names: secretNames, values: [] };
  return {
    append: (exchange) => lines.append(lineFromExchange(redactExchange(exchange, secrets), secretNames)),
    message: (record) => lines.append(lineFromMessage(redactMessage(record, secrets))),
    close: () => lines.close(),
  };
}
