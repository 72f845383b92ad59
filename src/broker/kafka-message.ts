import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import { Buffer } from 'node:buffer';
import type { BrokerMessage } from './broker.js';
import { headersWithProperties, propertiesFromHeaders } from './header-properties.js';

/**
 * The topic that a channel's address is. Letters, digits and `.`, `_`, `-` are themselves, each other byte of its UTF-8 is `_x<hex>_`: `orders/17` is `orders_x2f_17`.
 *
 * @param channel - an address
 * @see https://kafka.apache.org/documentation/#topicconfigs
 */
export function kafkaTopic(channel: string): string {
  if (channel === '.' || channel === '..') return channel.replaceAll('.', '_x2e_');
  return channel.replace(/[^A-Za-z0-9._-]+/gu, (text) => {
    return Array.from(Buffer.from(text), (byte) => `_x${byte.toString(16).padStart(2, '0')}_`).join('');
  });
}

/**
 * A record for a message; headers of one name become a list, as the client library has it.
 *
 * @param message - to be sent
 */
export function recordFromMessage(message: BrokerMessage): Message {
  const headers = new Map<string, string[]>();
  for (const [name, value] of headersWithProperties(message)) headers.set(name, [...(headers.get(name) ?? []), value]);
  return { key: message.key ?? null, value: Buffer.from(message.payload), headers: Object.fromEntries(headers) };
}

/**
 * A message as it was delivered. A tombstone, which has no value at all, is one without bytes.
 *
 * @param record - of the broker
 * @param channel - the address it was subscribed for
 */
export function messageFromRecord({ key, value, headers }: KafkaMessage, channel: string): BrokerMessage {
  return {
    channel,
    key: key === null ? undefined : key.toString('utf8'),
    payload: new Uint8Array(value ?? []),
    ...propertiesFromHeaders(headersOf(headers ?? {})),
  };
}

function headersOf(headers: IHeaders): BrokerMessage['headers'] {
  return Object.entries(headers).flatMap(([name, values]) => {
    const all = Array.isArray(values) ? values : [values];
    return all.map((value): [string, string] => [name, value === undefined ? '' : value.toString('utf8' as never)]);
  });
}
