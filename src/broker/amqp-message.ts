import type { ConsumeMessage, Options } from 'amqplib';
import { Buffer } from 'node:buffer';
import type { BrokerMessage } from './broker.js';

/**
 * What a message's properties are in AMQP 0-9-1. Headers of one name become an array, since a field table holds a name once.
 *
 * @param message - to be sent
 * @see https://www.rabbitmq.com/docs/publishers#message-properties
 */
export function amqpProperties(message: BrokerMessage): Options.Publish {
  return {
    persistent: true,
    headers: headerTable(message.headers),
    ...(message.contentType === undefined ? {} : { contentType: message.contentType }),
    ...(message.messageId === undefined ? {} : { messageId: message.messageId }),
    ...(message.correlationId === undefined ? {} : { correlationId: message.correlationId }),
    ...(message.replyTo === undefined ? {} : { replyTo: message.replyTo }),
  };
}

/**
 * A message as it was delivered.
 *
 * @param delivered - by the broker
 * @param channel - the address it was subscribed for
 */
export function messageFromAmqp({ properties, content }: ConsumeMessage, channel: string): BrokerMessage {
  return {
    channel,
    key: undefined,
    headers: headersFromTable(properties.headers ?? {}),
    payload: new Uint8Array(content),
    contentType: text(properties.contentType),
    messageId: text(properties.messageId),
    correlationId: text(properties.correlationId),
    replyTo: text(properties.replyTo),
  };
}

/**
 * How often a message was delivered. Quorum queues count; classic ones only know "again".
 *
 * @param delivered - by the broker
 * @see https://www.rabbitmq.com/docs/quorum-queues#poison-message-handling
 */
export function amqpAttempt({ properties, fields }: ConsumeMessage): number {
  const count: unknown = properties.headers?.['x-delivery-count'];
  if (typeof count === 'number') return count + 1;
  return fields.redelivered ? 2 : 1;
}

/**
 * The routing key that a channel's address is, and the binding pattern that fits it alone: the words `*` and `#` would be wildcards.
 *
 * @param channel - an address
 * @see https://www.rabbitmq.com/tutorials/tutorial-five-javascript#topic-exchange
 */
export function amqpRoutingKey(channel: string): string {
  const words = channel.split('.').map((word) => (word === '*' ? '%2A' : word === '#' ? '%23' : word));
  return words.join('.');
}

function headerTable(headers: BrokerMessage['headers']): Record<string, string | string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of headers) values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 && all[0] !== undefined ? all[0] : all]));
}

function headersFromTable(table: Readonly<Record<string, unknown>>): BrokerMessage['headers'] {
  return Object.entries(table).flatMap(([name, value]): [string, string][] => {
    const isList = Array.isArray(value) && value.every((one) => typeof one === 'string');
    return isList ? value.map((one): [string, string] => [name, one]) : [[name, textOfField(value)]];
  });
}

/** Field tables know numbers, dates, bytes and tables: as text, tables as JSON. */
function textOfField(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  return JSON.stringify(value) ?? '';
}

/** What another client left out or sent as something else than text is not there. */
function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
