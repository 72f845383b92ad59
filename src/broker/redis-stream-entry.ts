import { Buffer } from 'node:buffer';
import type { BrokerMessage } from './broker.js';
import { headersWithProperties, propertiesFromHeaders } from './header-properties.js';

/**
 * A message as the fields of a stream's entry: `payload`, `key`, and a field for each header and property under its own name; a header that has
 * one of the two names is written `header:payload`.
 *
 * @param message - to be added
 * @returns names and values in turn
 */
export function fieldsFromMessage(message: BrokerMessage): (string | Buffer)[] {
  const fields: (string | Buffer)[] = ['payload', Buffer.from(message.payload)];
  if (message.key !== undefined) fields.push('key', message.key);
  for (const [name, value] of headersWithProperties(message)) fields.push(RESERVED.has(name) ? `header:${name}` : name, value);
  return fields;
}

/**
 * The message of an entry, whoever wrote it: the payload is the field `payload`, else `data`, `message`, `event` or `body`, else all fields as a JSON object.
 *
 * @param fields - names and values in turn
 * @param channel - the key of the stream
 */
export function messageFromFields(fields: readonly Buffer[], channel: string): BrokerMessage {
  const pairs: (readonly [name: string, value: Buffer])[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [name, value] = [fields[index], fields[index + 1]];
    if (name !== undefined && value !== undefined) pairs.push([name.toString(), value]);
  }
  const payloadName = PAYLOAD_NAMES.find((name) => pairs.some(([other]) => other === name));
  const headers = pairs
    .filter(([name]) => payloadName !== undefined && name !== payloadName && name !== 'key')
    .map(([name, value]) => [name.replace(/^header:/, ''), value.toString()] as const);
  const payload =
    pairs.find(([name]) => name === payloadName)?.[1] ??
    Buffer.from(JSON.stringify(Object.fromEntries(pairs.map(([name, value]) => [name, value.toString()]))));
  const key = pairs.find(([name]) => name === 'key')?.[1].toString();
  return { channel, key, payload: new Uint8Array(payload), ...propertiesFromHeaders(headers) };
}

const RESERVED: ReadonlySet<string> = new Set(['payload', 'key']);
const PAYLOAD_NAMES: readonly string[] = ['payload', 'data', 'message', 'event', 'body'];
