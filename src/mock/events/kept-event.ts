import type { BrokerMessage } from '../../broker/broker.js';
import type { Message } from '../../contract/channel.js';

/** A message that is ready for the broker, and what is known of it since it was made. */
export interface KeptEvent {
  readonly event: BrokerMessage;
  /** Of the contract: it keeps it. */
  readonly message: Message;
  /** Tells it from every other message. */
  readonly messageKey: string;
}
