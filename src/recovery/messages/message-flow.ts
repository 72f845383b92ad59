import type { MessageRecord } from '../../journal/message-record.js';
import { isOfSystem } from '../../journal/member-name.js';
import type { FaultSpan } from '../../journal/run-journal.js';
import { onceForInput } from '../once-for-input.js';
import type { OracleInput } from '../oracle.js';
import { wentThrough } from './message-kinds.js';

/** One message on its way to one receiver: all its passages. */
export interface MessageHistory {
  /** The same on all of them. */
  readonly messageKey: string;
  /** What flows together: the operation, or the channel where none is known. */
  readonly stream: string;
  /** Given to the broker by others than the receiver, in order; empty when nobody recorded its sender. */
  readonly sent: readonly MessageRecord[];
  /** Seen by the receiver, in order. */
  readonly deliveries: readonly MessageRecord[];
  /** A fault has taken it away for good: nobody could have received it. */
  readonly isTaken: boolean;
  /** It breaks the contract, of itself or by a fault: nobody has to digest it. */
  readonly isPoison: boolean;
}

/** What flows to the receiver of a link. */
export interface MessageFlow {
  /** In the order of their first passages. */
  readonly histories: readonly MessageHistory[];
  /** All that the receiver saw, in order. */
  readonly deliveries: readonly MessageRecord[];
  /** What it sent itself. */
  readonly own: readonly MessageRecord[];
  /** The receiver's name; `undefined`: whoever receives. */
  readonly receiver: string | undefined;
  /** Whether anything was ever settled: some brokers know no settling. */
  readonly settles: boolean;
  /** When faults held the broker away. */
  readonly absences: readonly FaultSpan[];
}

/**
 * What flows over a link to its receiver: the consumer, or the provider of a link whose consumer only sends. Passages that nothing ties to others are left
 * out, and so are those that a fault kept from the receiver.
 *
 * @param input - of an oracle
 */
export const messageFlow = onceForInput((input): MessageFlow => {
  const { journal, provider } = input;
  const ofLink = journal.messages.filter((record) => record.provider === provider);
  const receiver = receiverOf(ofLink, input);
  const isReceiver = (name: string | undefined): boolean => receiver === undefined || isOfSystem(name, receiver);
  const groups = new Map<string, Group>();
  const groupOf = (record: MessageRecord): Group => {
    const group = groups.get(record.messageKey) ?? { sent: [], deliveries: [], isTaken: false, isPoison: false };
    groups.set(record.messageKey, group);
    return group;
  };
  const deliveries: MessageRecord[] = [];
  const own: MessageRecord[] = [];
  for (const record of ofLink) {
    if (record.side === 'sent' && receiver !== undefined && isOfSystem(record.sender, receiver)) {
      own.push(record);
      continue;
    }
    if (record.side === 'delivered' && !isReceiver(record.receiver)) continue;
    const isTaken = wentThrough(record, TAKING, journal);
    const isWithheld = record.side === 'delivered' && wentThrough(record, WITHHOLDING, journal) && WITHHELD_OUTCOMES.has(record.outcome);
    if (record.side === 'delivered' && !isWithheld) deliveries.push(record);
    if (record.messageKey === '') continue;
    const group = groupOf(record);
    group.isTaken ||= isTaken;
    group.isPoison ||= record.problems.some(({ kind }) => INDIGESTIBLE.has(kind)) || wentThrough(record, POISONING, journal);
    if (record.side === 'sent') group.sent.push(record);
    else if (!isWithheld) group.deliveries.push(record);
  }
  const histories = [...groups].map(([messageKey, group]): MessageHistory => ({ messageKey, stream: streamOf(group), ...group }));
  return {
    histories,
    deliveries,
    own,
    receiver,
    settles: deliveries.some(({ outcome }) => outcome !== 'unsettled'),
    absences: journal.faults.filter(({ fault, provider: of }) => fault === 'broker-down' && of === provider),
  };
});

/**
 * Whether a link carries messages at all.
 *
 * @param input - of an oracle
 */
export function carriesMessages({ journal, provider }: OracleInput): boolean {
  return journal.messages.some((record) => record.provider === provider);
}

interface Group {
  readonly sent: MessageRecord[];
  readonly deliveries: MessageRecord[];
  isTaken: boolean;
  isPoison: boolean;
}

function receiverOf(ofLink: readonly MessageRecord[], { consumer, provider }: OracleInput): string | undefined {
  if (consumer === undefined || ofLink.some((record) => record.side === 'delivered' && isOfSystem(record.receiver, consumer)))
    return consumer;
  return ofLink.some(({ receiver }) => isOfSystem(receiver, provider)) ? provider : consumer;
}

function streamOf({ sent, deliveries }: Group): string {
  const [first] = [...deliveries, ...sent];
  return first?.operation ?? first?.channel ?? '';
}

const TAKING: ReadonlySet<string> = new Set(['lose']);
const WITHHOLDING: ReadonlySet<string> = new Set(['lose', 'nack']);
/** What `lose` and `nack` leave in the record of a delivery that they kept from its receiver. */
const WITHHELD_OUTCOMES: ReadonlySet<MessageRecord['outcome']> = new Set(['dropped', 'requeued']);
/** A header that is missing spoils no message. */
const INDIGESTIBLE: ReadonlySet<string> = new Set(['payload', 'message']);
const POISONING: ReadonlySet<string> = new Set(['poison', 'truncate-payload']);
