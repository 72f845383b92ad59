import type { MessageRecord } from '../../journal/message-record.js';
import { redactMessage } from '../../journal/redact-message.js';

/** The last messages that passed: what a person looks at. */
export interface MessageBook {
  /** What is noted again replaces what was noted first. */
  note(record: MessageRecord): void;
  /** Without secrets, in the order in which they were first noted. */
  items(): readonly MessageRecord[];
}

/**
 * An empty book.
 *
 * @param secretNames - lower-case names of headers and members whose values are not shown
 */
export function createMessageBook(secretNames: ReadonlySet<string>): MessageBook {
  const records = new Map<string, MessageRecord>();
  let keptBytes = 0;
  const drop = (id: string): void => {
    keptBytes -= records.get(id)?.payload.length ?? 0;
    records.delete(id);
  };
  return {
    note: (record) => {
      const key = `${record.side} ${record.id}`;
      keptBytes += record.payload.length - (records.get(key)?.payload.length ?? 0);
      records.set(key, record);
      while (records.size > MAX_COUNT || (keptBytes > MAX_BYTES && records.size > 1)) drop(records.keys().next().value ?? '');
    },
    items: () => [...records.values()].map((record) => redactMessage(record, { names: secretNames, values: [] })),
  };
}

const MAX_COUNT = 500;
const MAX_BYTES = 16_777_216;
