import type { JsonObject } from '../../base/json.js';
import type { Channel, Message } from '../../contract/channel.js';
import type { Contract } from '../../contract/contract.js';
import { matchAddress } from '../../wire/channel-address.js';
import { judgeAmong } from '../../wire/match-message.js';
import type { PactMessage } from './pact.js';
import { bytesOfPactBody } from './request-from-pact.js';

/** A message of the contract, on its channel. */
export interface ChannelMessage {
  readonly channel: Channel;
  readonly message: Message;
  /** Id of the operation; that of the channel when the contract has no operations. */
  readonly operation: string;
}

/**
 * The messages of a contract that one of a pact may be: those that flow that way, on the channel its metadata names when they name one.
 *
 * @param message - of a pact
 * @param action - what the consumer does: it receives what the contract's system sends
 * @returns in document order
 */
export function candidatesOf(message: PactMessage, action: 'send' | 'receive', contract: Contract): readonly ChannelMessage[] {
  const flowing = flowingMessages(contract, action);
  const named = channelOfMetadata(message);
  if (named === undefined) return flowing;
  return flowing.filter(({ channel }) => channel.id === named || channel.address === named || matchAddress(channel, named) !== undefined);
}

/**
 * The message of the contract that one of a pact is meant to be: the only one there is, the one its metadata names, or the only one its
 * contents fit.
 *
 * @param message - of a pact
 * @param candidates - as of {@link candidatesOf}
 */
export function messageAmong(message: PactMessage, candidates: readonly ChannelMessage[]): ChannelMessage | undefined {
  const [only] = candidates;
  if (candidates.length === 1) return only;
  const payload = message.contents === undefined ? new Uint8Array() : bytesOfPactBody(message.contents);
  const found = judgeAmong(
    candidates.map((candidate) => candidate.message),
    { payload, headers: headersOfMetadata(message.metadata) },
  ).message;
  return candidates.find((candidate) => candidate.message === found);
}

/** The channel that a message's metadata names, in whatever broker's words. */
export function channelOfMetadata({ metadata }: PactMessage): string | undefined {
  for (const [name, value] of Object.entries(metadata)) {
    if (typeof value === 'string' && CHANNEL_NAMES.has(name.toLowerCase().replaceAll(/[^a-z]/g, ''))) return value;
  }
  return undefined;
}

/** The metadata that are texts, as the headers of a message. */
export function headersOfMetadata(metadata: JsonObject): readonly (readonly [name: string, value: string])[] {
  return Object.entries(metadata).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
}

/**
 * All messages that flow one way between the contract's system and a consumer.
 *
 * @param action - what the consumer does
 */
export function flowingMessages(contract: Contract, action: 'send' | 'receive'): readonly ChannelMessage[] {
  if (contract.eventOperations.length === 0) {
    return contract.channels.flatMap((channel) => channel.messages.map((message) => ({ channel, message, operation: channel.id })));
  }
  const wanted = action === 'receive' ? 'send' : 'receive';
  const own = contract.eventOperations
    .filter((operation) => operation.action === wanted)
    .flatMap(({ id, channel, messages }) => messages.map((message) => ({ channel, message, operation: id })));
  // A reply flows against the operation it belongs to.
  const replies = contract.eventOperations
    .filter((operation) => operation.action !== wanted && operation.reply !== undefined)
    .flatMap(({ id, channel, reply }) =>
      (reply?.messages ?? []).map((message) => ({ channel: reply?.channel ?? channel, message, operation: id })),
    );
  return [...own, ...replies];
}

const CHANNEL_NAMES: ReadonlySet<string> = new Set(['channel', 'topic', 'kafkatopic', 'destination', 'queue', 'routingkey', 'subject']);
