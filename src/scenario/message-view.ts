import type { BrokerMessage } from '../broker/broker.js';
import type { Message } from '../contract/channel.js';
import { payloadFromBytes } from '../wire/message-content.js';
import { parseJsonText } from '../wire/parse-json.js';
import { textFromBytes } from '../wire/text-from-bytes.js';
import type { JsonValue } from '../base/json.js';
import type { MessageView } from './arazzo/expression-context.js';

/**
 * A message as expressions see it: `$message.payload` and `$message.header`.
 *
 * @param content - as it travels
 * @param message - what it is in the contract; `undefined` when it is none of those
 */
export function messageViewOf(content: Pick<BrokerMessage, 'headers' | 'payload'>, message: Message | undefined): MessageView {
  return {
    headers: content.headers.flat(),
    parameters: NO_PARAMETERS,
    body: () => payloadValue(content.payload, message),
  };
}

/**
 * The payload as a value: as the contract reads it, else as JSON, else its text; bytes that are no text have none.
 *
 * @param payload - as it travels
 * @param message - what it is in the contract
 */
export function payloadValue(payload: Uint8Array, message: Message | undefined): JsonValue | undefined {
  const read = message === undefined ? undefined : payloadFromBytes(payload, message);
  if (read?.ok === true) return read.value;
  const text = textFromBytes(payload, undefined);
  if (text === undefined) return undefined;
  const parsed = parseJsonText(text);
  return parsed.kind === 'value' ? parsed.value : text;
}

const NO_PARAMETERS: ReadonlyMap<string, JsonValue> = new Map();
