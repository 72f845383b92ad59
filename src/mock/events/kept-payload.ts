import type { Message } from '../../contract/channel.js';
import { judgeMessage } from '../../wire/judge-message.js';
import { bytesFromPayload } from '../../wire/message-content.js';
import type { SampledMessage } from './sampled-message.js';

/**
 * The bytes of a message's payload; `undefined` when the message does not keep its contract.
 *
 * @param message - of the contract
 * @param sample - as values
 */
export function keptPayload(message: Message, sample: SampledMessage): Uint8Array | undefined {
  const judged = JUDGED.get(sample);
  // Two messages never share their bytes: what is known of one is found by them.
  JUDGED.delete(sample);
  if (judged?.message === message) return judged.payload;
  const payload = bytesFromPayload(sample.payload, message);
  if (judgeMessage(message, { payload, headers: sample.headers }).length > 0) return undefined;
  JUDGED.set(sample, { message, payload });
  return payload;
}

/** What was judged a moment ago, with its bytes: to judge is most of what it costs to make a message. */
const JUDGED = new WeakMap<SampledMessage, { readonly message: Message; readonly payload: Uint8Array }>();

/**
 * Whether a message keeps its contract.
 *
 * @param message - of the contract
 * @param sample - as values
 */
export function keepsContract(message: Message, sample: SampledMessage): boolean {
  return keptPayload(message, sample) !== undefined;
}
