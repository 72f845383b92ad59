import type { JsonValue } from '../../base/json.js';
import type { MessageRecord } from '../../journal/message-record.js';
import { textFromUtf8 } from '../../journal/recorded-body.js';
import { payloadSchemaOf } from '../../wire/judge-message.js';
import { byTypeOnly } from './interaction-from-exchange.js';
import type { ChannelMessage } from './message-of-pact.js';
import type { AsyncMessageInteraction, PactBody, PactState } from './pact.js';
import { promisedPart } from './promised-part.js';

/**
 * The interaction that a delivery shows: of the payload only what the contract promises, by type.
 *
 * @param record - delivered, valid by the contract, secrets redacted
 * @param declared - the message it was taken for
 * @param states - what the sender needs before
 * @returns `undefined` when the payload is no JSON: nothing can be said of it but that it came
 */
export function interactionFromRecord(
  record: MessageRecord,
  { message, channel, operation }: ChannelMessage,
  states: readonly PactState[],
): AsyncMessageInteraction | undefined {
  const payload = typeof record.payload === 'string' ? record.payload : textFromUtf8(record.payload);
  const value = payload === undefined ? undefined : jsonFromText(payload);
  if (value === undefined) return undefined;
  const schema = payloadSchemaOf(message);
  const contents: PactBody = {
    content: schema === undefined ? value : promisedPart(value, schema),
    contentType: message.contentType,
    encoding: undefined,
    hint: undefined,
  };
  return {
    kind: 'async-message',
    description: `${operation} sends ${message.name ?? message.id}`,
    key: undefined,
    pending: false,
    states,
    pointer: '',
    others: {},
    message: {
      contents,
      metadata: { contentType: message.contentType, channel: channel.address ?? channel.id },
      rules: byTypeOnly(contents, []),
      generators: {},
    },
  };
}

function jsonFromText(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // Avro and other forms: what they hold is not for a pact of JSON.
    return undefined;
  }
}
