import type { Msg, MsgHdrs } from '@nats-io/transport-node';
import type { BrokerMessage } from './broker.js';
import { headersWithProperties, propertiesFromHeaders } from './header-properties.js';

/**
 * The subject that a channel's address is. Its tokens stand between dots; what no token may be is percent-encoded: white space, nothing at all, a wildcard.
 *
 * @param channel - an address
 * @see https://docs.nats.io/nats-concepts/subjects#characters-allowed-and-recommended-for-subject-names
 */
export function natsSubject(channel: string): string {
  const tokens = channel.split('.').map((token) => {
    if (token === '') return '%';
    if (token === '*' || token === '>') return encodeURIComponent(token).replace('*', '%2A');
    return token.replace(/[\s\p{Cc}]/gu, (character) => encodeURIComponent(character));
  });
  return tokens.join('.');
}

/**
 * A message's headers, with its properties among them.
 *
 * @param message - to be sent
 * @param into - empty headers of the client library
 * @returns the same; `undefined` when there are none
 */
export function natsHeaders(message: BrokerMessage, into: MsgHdrs): MsgHdrs | undefined {
  const headers = headersWithProperties(message);
  for (const [name, value] of headers) into.append(name, value);
  return headers.length === 0 ? undefined : into;
}

/**
 * A message as it was delivered. Its id is that of a header `message-id`, or of `Nats-Msg-Id`, by which JetStream drops what it has seen: we send the
 * first, so that what is sent twice arrives twice.
 *
 * @param delivered - by the broker
 * @param channel - the address it was subscribed for
 */
export function messageFromNats({ headers, data }: Pick<Msg, 'headers' | 'data'>, channel: string): BrokerMessage {
  const all: [string, string][] = [];
  for (const [name, values] of headers ?? []) for (const value of values) all.push([name, value]);
  const properties = propertiesFromHeaders(all);
  const messageId = properties.messageId ?? all.find(([name]) => name.toLowerCase() === 'nats-msg-id')?.[1];
  return { channel, key: undefined, payload: new Uint8Array(data), ...properties, messageId };
}
