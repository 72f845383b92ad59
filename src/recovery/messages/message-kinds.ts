import { FAULT_KINDS } from '../../fault/fault-kinds.js';
import type { MessageRecord } from '../../journal/message-record.js';
import type { FaultSpan, RunJournal } from '../../journal/run-journal.js';
import { faultKindsOf } from '../fault-kinds-of.js';

/**
 * Whether a fault touches messages only: calls over the same link know nothing of it.
 *
 * @param span - of a journal
 */
export function isMessageFault({ fault }: Pick<FaultSpan, 'fault'>): boolean {
  return MESSAGE_FAULTS.has(fault);
}

/**
 * Whether a passage went through a fault of one of these kinds.
 *
 * @param record - of the journal
 * @param kinds - names
 */
export function wentThrough(record: MessageRecord, kinds: ReadonlySet<string>, journal: RunJournal): boolean {
  return record.fault !== undefined && faultKindsOf(record, journal).some((kind) => kinds.has(kind));
}

const MESSAGE_FAULTS: ReadonlySet<string> = new Set(FAULT_KINDS.flatMap(({ kind, group }) => (group === 'message' ? [kind] : [])));
