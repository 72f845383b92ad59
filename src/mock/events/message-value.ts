import type { JsonValue } from '../../base/json.js';
import { tokensFromPointer, valueAtPointer } from '../../base/json-pointer.js';
import type { MessageLocation } from '../../contract/channel.js';
import { withValueAt } from '../../schema/breach/value-at-tokens.js';

/** A message as values. */
export interface MessageValues {
  /** `undefined` when the bytes are no value. */
  readonly payload: JsonValue | undefined;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/**
 * What stands at a place of a message, as text; `undefined` when nothing does, or no scalar.
 *
 * @param values - of the message
 * @param location - in it
 */
export function textAtLocation({ payload, headers }: MessageValues, location: MessageLocation): string | undefined {
  if (location.of === 'header') return headers.find(([name]) => name.toLowerCase() === headerOf(location).toLowerCase())?.[1];
  const value = payload === undefined ? undefined : valueAtPointer(payload, location.pointer);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/**
 * The message with another text at a place; itself when there is no such place to write to.
 *
 * @param values - of the message
 * @param location - in it
 * @param text - to stand there
 */
export function withTextAtLocation(values: MessageValues, location: MessageLocation, text: JsonValue): MessageValues {
  if (location.of === 'header') {
    const name = headerOf(location);
    const others = values.headers.filter(([known]) => known.toLowerCase() !== name.toLowerCase());
    return name === '' ? values : { ...values, headers: [...others, [name, String(text)]] };
  }
  const payload = values.payload === undefined ? undefined : withValueAt(values.payload, tokensFromPointer(location.pointer), text);
  return payload === undefined ? values : { ...values, payload };
}

function headerOf({ pointer }: MessageLocation): string {
  return tokensFromPointer(pointer).at(-1) ?? '';
}
