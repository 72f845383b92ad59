import type { Passage, Settling } from '../../fault/fault.js';
import type { MessageDecision } from '../../fault/injector.js';
import type { MessageOutcome, MessageRecord } from '../../journal/message-record.js';
import type { BrokerGuarantees, Delivery } from '../broker.js';
import type { BrokerDesk, Passing } from './desk.js';
import type { OvertakingLane } from './overtaking.js';
import { endedRecord, passageRecord } from './passage-record.js';

/** Takes deliveries. */
export type Receive = (delivery: Delivery) => void | Promise<void>;

/** One subscription as it goes through the desk. */
export interface Receiving {
  readonly receive: Receive;
  /** Ends when nothing may be handed over any more. */
  readonly signal: AbortSignal;
  /** Of the broker, handed over and not settled yet. */
  readonly open: Set<Delivery>;
}

/** A delivery on its way from the broker to the receiver. */
export interface Hand {
  readonly desk: BrokerDesk;
  readonly receiving: Receiving;
  readonly lane: OvertakingLane;
  readonly delivery: Delivery;
  readonly passing: Passing;
  /** `undefined` for what comes once more: it is touched no further. */
  readonly decision: MessageDecision | undefined;
  /** How often the broker had been away when this came: a word after the next time is not heard. */
  readonly absenceCount: number;
}

/**
 * Records that a delivery has come as far as here.
 *
 * @param hand - or what is known of one so far
 * @param content - as it goes on
 */
export function begun(
  { desk, passing, label }: { readonly desk: BrokerDesk; readonly passing: Passing; readonly label: string | undefined },
  content: Passage['content'],
): MessageRecord {
  const { attempt } = passing;
  const description = content === passing.message ? passing.description : desk.describe(content, 'delivery');
  const record = passageRecord({
    ends: desk.ends,
    id: desk.nextId(),
    way: 'delivery',
    content,
    description,
    attempt,
    atMs: desk.clock.nowMs(),
    fault: label,
  });
  desk.recorder.message(record);
  return record;
}

/**
 * Records that the receiver failed: who throws has rejected it.
 *
 * @param record - as it began
 * @param hand - it is in
 */
export function reject(record: MessageRecord, { desk, decision, delivery, receiving }: Hand): void {
  const nowMs = desk.clock.nowMs();
  receiving.open.delete(delivery);
  desk.recorder.message(endedRecord(record, { outcome: outcomeOf('requeue', desk.broker.guarantees), settledAtMs: nowMs }));
  decision?.onEnd(nowMs);
}

/**
 * Whether the broker went away since this was delivered: no word about it is heard any more.
 *
 * @param hand - it is in
 */
export function wasAway({ desk, absenceCount }: Hand): boolean {
  return desk.absence !== undefined && desk.absence.count !== absenceCount;
}

/**
 * What a word of the receiver comes to.
 *
 * @param how - it was settled
 * @param guarantees - of the broker
 */
export function outcomeOf(how: Settling, { settles, deadLetters }: BrokerGuarantees): MessageOutcome {
  if (!settles) return 'unsettled';
  if (how === 'ack') return 'acked';
  if (how === 'requeue') return 'requeued';
  return deadLetters ? 'dead-lettered' : 'dropped';
}
