import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { MessageLocation } from '../../contract/channel.js';
import type { MessageValues } from './message-value.js';

/**
 * The places of a message that tell it from every other: the one that the pair names, else the attributes of CloudEvents and the members
 * that envelopes usually have for it. Only places where there is a text or a number.
 *
 * @param values - of the message
 * @param named - by the pair: a JSON pointer into the payload, or `header:name`
 */
export function keyLocations(values: MessageValues, named: string | undefined): readonly MessageLocation[] {
  if (named !== undefined) return [locationFromText(named)];
  const { payload, headers } = values;
  const ofHeaders = headers
    .filter(([name]) => KEY_HEADERS.has(name.toLowerCase()))
    .map(([name]): MessageLocation => ({ of: 'header', pointer: `/${name}` }));
  const pointers = isCloudEvent(payload) ? ['/id', ...KEY_POINTERS] : KEY_POINTERS;
  const ofPayload = pointers
    .filter((pointer) => isScalar(memberAt(payload, pointer.slice(1).split('/'))))
    .map((pointer): MessageLocation => ({ of: 'payload', pointer }));
  return [...ofHeaders, ...ofPayload];
}

function locationFromText(text: string): MessageLocation {
  return text.startsWith('header:') ? { of: 'header', pointer: `/${text.slice('header:'.length)}` } : { of: 'payload', pointer: text };
}

function isCloudEvent(payload: JsonValue | undefined): boolean {
  return isJsonObject(payload) && payload['specversion'] !== undefined;
}

function memberAt(value: JsonValue | undefined, tokens: readonly string[]): JsonValue | undefined {
  return tokens.reduce<JsonValue | undefined>((held, token) => (isJsonObject(held) ? held[token] : undefined), value);
}

function isScalar(value: JsonValue | undefined): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

/** @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#313-http-headers */
const KEY_HEADERS: ReadonlySet<string> = new Set(['ce-id', 'ce_id', 'cloudevents:id', 'cloudevents_id']);
const KEY_POINTERS: readonly string[] = ['/event_id', '/eventId', '/message_id', '/messageId', '/header/messageId'];
