import type { JsonValue } from '../../src/base/json.js';
import type { Message } from '../../src/contract/channel.js';
import { schemaFromValue } from '../../src/schema/schema-from-value.js';

/** A message with a payload of this schema (anything without one), and members of one's own. */
export function messageOf(payload?: JsonValue, members: Partial<Message> & { readonly headerSchema?: JsonValue } = {}): Message {
  const { headerSchema, ...own } = members;
  return {
    id: 'm',
    name: undefined,
    contentType: 'application/json',
    payload: { kind: 'json-schema', schema: payload === undefined ? undefined : schemaFromValue(payload, 'draft-07') },
    headers: headerSchema === undefined ? undefined : schemaFromValue(headerSchema, 'draft-07'),
    correlationId: undefined,
    key: undefined,
    examples: [],
    bindings: new Map(),
    deprecated: false,
    defects: [],
    file: 'a.yaml',
    pointer: '/components/messages/m',
    ...own,
  };
}

/** A message whose payloads are Avro of this schema. */
export function avroMessageOf(schema: JsonValue, contentType = 'avro/binary'): Message {
  return messageOf(undefined, { contentType, payload: { kind: 'avro', schema, file: 'a.yaml', pointer: '' } });
}

/** The bytes of a text. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
