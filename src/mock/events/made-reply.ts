import { randomFromSeed } from '../../base/random.js';
import type { BrokerMessage } from '../../broker/broker.js';
import type { EventOperation, Message } from '../../contract/channel.js';
import { payloadFromBytes } from '../../wire/message-content.js';
import { freshMessage } from './fresh-message.js';
import { keepsContract } from './kept-payload.js';
import { eventFromValues } from './made-event.js';
import type { MessageValues } from './message-value.js';
import { textAtLocation, withTextAtLocation } from './message-value.js';
import { sampleOrNone } from './sample-or-none.js';
import type { SampledMessage } from './sampled-message.js';

/** A message that asks for an answer. */
export interface ReceivedRequest {
  readonly content: BrokerMessage;
  /** The message of the contract that it is. */
  readonly message: Message;
  /** How many were answered before. */
  readonly index: number;
  readonly seed: string;
}

/**
 * The answer to a request: the reply's first message, with the correlation id of the request, and from whom it went to.
 *
 * @param operation - that receives the request
 * @param request - that keeps the contract
 * @returns `undefined` when the operation has no reply, nobody says where it goes, or no answer keeps the contract
 */
export function madeReply({ id, reply }: EventOperation, request: ReceivedRequest): BrokerMessage | undefined {
  const [answer] = reply?.messages ?? [];
  if (reply === undefined || answer === undefined) return undefined;
  const { content, message, index, seed } = request;
  const sample = sampleOrNone(answer, randomFromSeed(seed, id, 'reply', index));
  if (sample === undefined) return undefined;
  const read = payloadFromBytes(content.payload, message);
  const asked: MessageValues = { payload: read.ok ? read.value : undefined, headers: content.headers };
  const own = message.correlationId === undefined ? undefined : textAtLocation(asked, message.correlationId);
  const correlationId = own ?? content.correlationId;
  const fresh = index === 0 ? sample : freshMessage(answer, sample, randomFromSeed(seed, id, 'reply ids', index));
  const values = correlated(turned(fresh, asked, answer), answer, correlationId);
  const address = (reply.address === undefined ? undefined : textAtLocation(asked, reply.address)) ?? content.replyTo;
  const channel = reply.channel ?? { id, address, parameters: [], messages: [], servers: [], bindings: new Map(), file: '', pointer: '' };
  const event = eventFromValues(channel, answer, { values, address });
  return event === undefined ? undefined : { ...event, correlationId };
}

function correlated(values: SampledMessage, { correlationId: location, ...answer }: Message, id: string | undefined): SampledMessage {
  if (location === undefined || id === undefined) return values;
  const { payload = null, headers } = withTextAtLocation(values, location, id);
  return keepsContract({ ...answer, correlationId: location }, { payload, headers }) ? { payload, headers } : values;
}

/** Envelopes that say from whom and to whom: an answer goes the other way. */
function turned(sample: SampledMessage, asked: MessageValues, answer: Message): SampledMessage {
  for (const [from, to] of ENDS) {
    const sender = textAtLocation(asked, { of: 'payload', pointer: from });
    const receiver = textAtLocation(asked, { of: 'payload', pointer: to });
    const isSame = textAtLocation(sample, { of: 'payload', pointer: from }) !== undefined;
    if (sender === undefined || receiver === undefined || !isSame) continue;
    const swapped = withTextAtLocation(sample, { of: 'payload', pointer: from }, receiver);
    const { payload = null, headers } = withTextAtLocation(swapped, { of: 'payload', pointer: to }, sender);
    if (keepsContract(answer, { payload, headers })) return { payload, headers };
  }
  return sample;
}

const ENDS: readonly (readonly [from: string, to: string])[] = [
  ['/header/source', '/header/destination'],
  ['/source', '/destination'],
  ['/from', '/to'],
];
