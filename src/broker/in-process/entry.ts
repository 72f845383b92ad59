import type { BrokerMessage } from '../broker.js';

/** A message on its way to one group. */
export interface Entry {
  readonly message: BrokerMessage;
  /** Where it stands in the order of its channel. */
  readonly sequence: number;
  readonly sizeBytes: number;
  /** How often it was handed over. */
  attemptCount: number;
}

/**
 * What a message takes of a bound on bytes: its payload, its texts and something for the objects around them.
 *
 * @param message - whole
 */
export function sizeOfMessage(message: BrokerMessage): number {
  let size = MESSAGE_OVERHEAD_BYTES + message.payload.byteLength + message.channel.length + (message.key?.length ?? 0);
  for (const [name, value] of message.headers) size += name.length + value.length + HEADER_OVERHEAD_BYTES;
  return size;
}

const MESSAGE_OVERHEAD_BYTES = 200;
const HEADER_OVERHEAD_BYTES = 50;
