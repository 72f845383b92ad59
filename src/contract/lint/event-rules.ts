import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { appendToken, valueAtPointer } from '../../base/json-pointer.js';
import { isJsonMediaType, parseMediaType } from '../../base/media-type.js';
import type { Finding } from '../../finding/finding.js';
import { parseAvro } from '../../schema/avro/parse-avro.js';
import type { Schema } from '../../schema/schema.js';
import type { Message, MessageExample } from '../channel.js';
import type { Contract } from '../contract.js';
import { mismatchOf } from './mismatch.js';

/**
 * What is wrong with channels and messages: what reading them has shown, and what only shows when their examples are judged.
 *
 * @param contract - any; one of OpenAPI has none
 */
export function eventFindings(contract: Contract): readonly Finding[] {
  const messages = contract.channels.flatMap((channel) => channel.messages.map((message) => ({ message, operation: channel.id })));
  return [
    ...contract.channels.flatMap((channel) => channel.messages.flatMap(({ defects }) => defects)),
    ...messages.flatMap(({ message, operation }) => [
      ...avroFindings(message).map((finding) => ({ ...finding, operation })),
      ...contentTypeFindings(message).map((finding) => ({ ...finding, operation })),
      ...exampleFindings(message).map((finding) => ({ ...finding, operation })),
    ]),
    ...duplicateIds(contract),
  ];
}

function contentTypeFindings({ contentType, file, pointer }: Message): readonly Finding[] {
  if (parseMediaType(contentType) !== undefined) return [];
  return [{ code: 'contract/content-type-unknown', severity: 'warning', place: { file, pointer }, args: { contentType } }];
}

function avroFindings({ payload }: Message): readonly Finding[] {
  const parsed = payload.kind === 'avro' ? parseAvro(payload.schema) : undefined;
  if (payload.kind !== 'avro' || parsed === undefined || parsed.ok) return [];
  const { file, pointer } = payload;
  return [{ code: 'contract/avro-invalid', severity: 'warning', place: { file, pointer }, args: { reason: parsed.reason } }];
}

function exampleFindings(message: Message): readonly Finding[] {
  return message.examples.flatMap((example) => [...payloadFindings(message, example), ...headerFindings(message, example)]);
}

function payloadFindings({ payload, contentType }: Message, example: MessageExample): readonly Finding[] {
  if (payload.kind !== 'json-schema' || payload.schema === undefined || example.payload === undefined) return [];
  const mediaType = parseMediaType(contentType);
  const isJson = mediaType === undefined || isJsonMediaType(mediaType);
  return mismatch(payload.schema, isJson ? readings(example.payload) : [example.payload], { example, member: 'payload' });
}

function headerFindings({ headers }: Message, example: MessageExample): readonly Finding[] {
  if (headers === undefined || example.headers === undefined) return [];
  const texts = isJsonObject(example.headers) ? [example.headers, withTexts(example.headers)] : [example.headers];
  return mismatch(headers, texts, { example, member: 'headers' });
}

/** Many documents write the JSON of a payload as a text. */
function readings(written: JsonValue): readonly JsonValue[] {
  if (typeof written !== 'string') return [written];
  try {
    return [written, JSON.parse(written) as JsonValue];
  } catch {
    // A text that is no JSON can only mean itself.
    return [written];
  }
}

/** All headers are texts on the wire: a number in an example is what stands there. */
function withTexts(headers: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'number' || typeof value === 'boolean' ? String(value) : value]),
  );
}

interface ShownMember {
  readonly example: MessageExample;
  readonly member: 'payload' | 'headers';
}

/** One reading that keeps the schema is enough; of several that break it the last is what is meant. */
function mismatch(schema: Schema, values: readonly JsonValue[], { example, member }: ShownMember): readonly Finding[] {
  const reasons = values.map((value) => mismatchOf(schema, value, undefined));
  const args = reasons.at(-1);
  if (args === undefined || reasons.includes(undefined)) return [];
  const place = { file: example.file, pointer: appendToken(example.pointer, member) };
  return [{ code: 'contract/example-invalid', severity: 'warning', place, args: { name: example.name, ...args } }];
}

/** @see https://www.asyncapi.com/docs/reference/specification/v2.6.0#messageObject "The id MUST be unique among all messages" */
function duplicateIds({ channels, documents }: Contract): readonly Finding[] {
  const first = new Map<string, string>();
  return channels.flatMap(({ messages }) =>
    messages.flatMap(({ file, pointer }): readonly Finding[] => {
      const root = documents.get(file);
      const node = root === undefined ? undefined : valueAtPointer(root, pointer);
      const messageId = isJsonObject(node) ? node['messageId'] : undefined;
      if (typeof messageId !== 'string') return [];
      const place = `${file}#${pointer}`;
      const known = first.get(messageId) ?? place;
      first.set(messageId, known);
      if (known === place) return [];
      return [
        {
          code: 'contract/message-id-duplicate',
          severity: 'warning',
          place: { file, pointer: appendToken(pointer, 'messageId') },
          args: { messageId },
        },
      ];
    }),
  );
}
