import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { tokensFromPointer } from '../../base/json-pointer.js';
import type { Random } from '../../base/random.js';
import type { Message, MessageLocation } from '../../contract/channel.js';
import { judgeMessage } from '../../wire/judge-message.js';
import { bytesFromPayload } from '../../wire/message-content.js';
import type { SampledMessage } from './sampled-message.js';

/**
 * The message with a correlation id where it says that one stands; as it is when it has one, or when the contract lets none stand there.
 *
 * @param message - of a contract
 * @param sample - that keeps it
 * @param random - draws the id
 */
export function correlated(message: Message, sample: SampledMessage, random: Random): SampledMessage {
  const { correlationId: location } = message;
  if (location === undefined || location.pointer === '' || isThere(sample, location)) return sample;
  const changed = withValue(sample, location, uuidFrom(random));
  const content = { payload: bytesFromPayload(changed.payload, message), headers: changed.headers };
  return judgeMessage(message, content).length === 0 ? changed : sample;
}

function isThere({ payload, headers }: SampledMessage, { of, pointer }: MessageLocation): boolean {
  const [name, ...rest] = tokensFromPointer(pointer);
  if (of === 'header') return headers.some(([header]) => header === name);
  let value: JsonValue | undefined = payload;
  for (const token of [name ?? '', ...rest]) value = isJsonObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
  return value !== undefined;
}

function withValue(sample: SampledMessage, { of, pointer }: MessageLocation, id: string): SampledMessage {
  const [name = '', ...rest] = tokensFromPointer(pointer);
  if (of === 'payload') return { ...sample, payload: withMember(sample.payload, [name, ...rest], id) };
  const value = rest.length === 0 ? id : JSON.stringify(withMember({}, rest, id));
  return { ...sample, headers: [...sample.headers, [name, value]] };
}

function withMember(value: JsonValue, [name, ...rest]: readonly string[], id: string): JsonValue {
  if (name === undefined) return id;
  if (!isJsonObject(value)) return value;
  return { ...value, [name]: withMember(value[name] ?? {}, rest, id) };
}

function uuidFrom(random: Random): string {
  const hex = (count: number): string => Array.from({ length: count }, () => Math.floor(random.next() * 16).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
}
