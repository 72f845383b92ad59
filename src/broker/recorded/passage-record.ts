import type { MessageWay } from '../../fault/fault.js';
import type { MessageOutcome, MessageRecord } from '../../journal/message-record.js';
import { messageKeyOf } from '../../wire/message-key.js';
import type { BrokerMessage } from '../broker.js';
import type { Description } from './describe-message.js';

/** A passage that begins. */
interface BegunPassage {
  readonly id: string;
  readonly way: MessageWay;
  readonly ends: { readonly provider: string; readonly member: string | undefined };
  /** What is recorded. */
  readonly content: BrokerMessage;
  /** What goes on in its place: by its key it is known on its other passages. */
  readonly onWire?: BrokerMessage | undefined;
  readonly description: Description;
  readonly attempt: number;
  readonly atMs: number;
  readonly fault: string | undefined;
  /** When that is known already. */
  readonly end?: PassageEnd | undefined;
}

/**
 * The record of a passage; mostly nobody knows its end yet.
 *
 * @param begun - what is on its way, and where
 */
export function passageRecord(begun: BegunPassage): MessageRecord {
  const { id, way, content, onWire = content, description, attempt, atMs, fault, end } = begun;
  const { provider, member } = begun.ends;
  const isSent = way === 'publish';
  return {
    id,
    side: isSent ? 'sent' : 'delivered',
    provider,
    sender: isSent ? member : undefined,
    receiver: isSent ? undefined : member,
    channel: content.channel,
    operation: description.operation?.id,
    message: description.described?.id,
    messageKey: onWire === content ? description.messageKey : messageKeyOf(onWire),
    key: content.key,
    correlationId: content.correlationId,
    headers: content.headers,
    payload: content.payload,
    atMs,
    settledAtMs: end?.settledAtMs,
    outcome: end?.outcome ?? (isSent ? 'unconfirmed' : 'unsettled'),
    attempt,
    fault,
    problems: description.problems,
  };
}

/** How a passage ended. */
interface PassageEnd {
  readonly outcome: MessageOutcome;
  readonly settledAtMs: number;
  readonly fault?: string | undefined;
}

/**
 * The record of a passage that is over. It stands on the way of every message, hence the literal: a copy by spread takes ten times as long.
 *
 * @param begun - as it was recorded first
 * @param end - how it ended
 */
export function endedRecord(begun: MessageRecord, { outcome, settledAtMs, fault = begun.fault }: PassageEnd): MessageRecord {
  return {
    id: begun.id,
    side: begun.side,
    provider: begun.provider,
    sender: begun.sender,
    receiver: begun.receiver,
    channel: begun.channel,
    operation: begun.operation,
    message: begun.message,
    messageKey: begun.messageKey,
    key: begun.key,
    correlationId: begun.correlationId,
    headers: begun.headers,
    payload: begun.payload,
    atMs: begun.atMs,
    settledAtMs,
    outcome,
    attempt: begun.attempt,
    fault,
    problems: begun.problems,
  };
}
