import type { ExchangeProblem } from './exchange.js';

/**
 * One passage of a message between a program and a broker, as it was seen. A message that is sent once and delivered to two receivers, to
 * one of them twice, is four of these with one `messageKey`. All instants are of the journal's one clock, in ms, fractions allowed.
 */
export interface MessageRecord {
  /** Unique within its journal. */
  readonly id: string;
  /** `sent`: a program gave it to the broker. `delivered`: the broker gave it to a program. */
  readonly side: 'sent' | 'delivered';
  /** The system whose contract describes the channel. */
  readonly provider: string;
  /** Who sent it; `undefined` when nobody knows. The tool itself, standing in for a system, goes by that system's name. */
  readonly sender: string | undefined;
  /** Who it was delivered to; `undefined` for `sent`. */
  readonly receiver: string | undefined;
  /** The address on the wire: `orders/17`. */
  readonly channel: string;
  /** Id of the operation in the provider's contract, and of the message it was taken for; `undefined` when it fits none. */
  readonly operation: string | undefined;
  readonly message: string | undefined;
  /**
   * Tells one message from every other, the same on all its passages: CloudEvents `source` and `id`, the broker's message id, a member of the
   * envelope (`event_id`, `messageId`), else a hash of its content. `''` when nothing ties it.
   */
  readonly messageKey: string;
  /** Partition or ordering key. */
  readonly key: string | undefined;
  readonly correlationId: string | undefined;
  /** In the order of the wire. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly payload: Uint8Array | string;
  /** How many bytes of the payload were left out of the journal. */
  readonly truncatedBytes?: number | undefined;
  /** `sent`: the broker got it. `delivered`: the moment before it was handed to the receiver. */
  readonly atMs: number;
  /** `sent`: the broker confirmed or refused. `delivered`: it was acknowledged or rejected. */
  readonly settledAtMs: number | undefined;
  readonly outcome: MessageOutcome;
  /** 1 for the first delivery of this message to this receiver. */
  readonly attempt: number;
  /** The label of the fault that was in force. */
  readonly fault: string | undefined;
  /** What the receiver did because of it: the same id when it was delivered again and not done again; `undefined` when nothing was done or nobody knows. */
  readonly effect?: string | undefined;
  /** What the judges of the contract saw; empty when it keeps the contract. */
  readonly problems: readonly ExchangeProblem[];
}

/**
 * Sent: `accepted` confirmed by the broker, `refused` by it, `unconfirmed` nobody said. Delivered: `acked`, `requeued` to be delivered again,
 * `dead-lettered`, `dropped` rejected for good without a dead letter, `unsettled` the connection or the run ended first, or the broker knows no settling: then `settledAtMs` says when the receiver was
 * through. What a fault kept from the receiver (`lose`, `nack`) is `dropped` or `requeued` with its label.
 */
export type MessageOutcome = 'accepted' | 'refused' | 'unconfirmed' | 'acked' | 'requeued' | 'dead-lettered' | 'dropped' | 'unsettled';
