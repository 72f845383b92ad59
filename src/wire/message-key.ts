import { hashOfBytes } from '../base/content-hash.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { MessageHeaders } from './message-headers.js';
import { parseJsonText } from './parse-json.js';

/** What a message is known by. */
export interface KeyedContent {
  readonly headers: MessageHeaders;
  readonly payload: Uint8Array;
  /** As the broker carries it. */
  readonly messageId: string | undefined;
}

/**
 * A name that is the same on every passage of one message and different for different ones: the source and id of a CloudEvent, the broker's message
 * id, the id in the envelope, else a hash of headers and payload. Two messages of the same content and no id have one name.
 *
 * @param content - as on the wire
 * @param readJson - the payload's JSON where somebody has read it already; what it does not give is read here
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#id
 */
export function messageKeyOf({ headers, payload, messageId }: KeyedContent, readJson?: () => JsonValue | undefined): string {
  const inHeaders = eventInHeaders(headers);
  if (inHeaders !== undefined) return inHeaders;
  const hasId = messageId !== undefined && messageId !== '';
  // Looking for a word costs a tenth of reading the payload.
  if (hasId && !asBuffer(payload).includes('specversion')) return messageId;
  const envelope = envelopeOf(payload, readJson);
  const event = envelope === undefined ? undefined : eventInEnvelope(envelope);
  if (event !== undefined) return event;
  if (hasId) return messageId;
  const id = envelope === undefined ? undefined : idInEnvelope(envelope);
  return id ?? contentKey(headers, payload);
}

function eventInHeaders(headers: MessageHeaders): string | undefined {
  let id: string | undefined;
  let source: string | undefined;
  for (const [name, value] of headers) {
    const attribute = attributeOf(name);
    if (attribute === 'id') id ??= value;
    else if (attribute === 'source') source ??= value;
  }
  return id === undefined || id === '' ? undefined : `${source ?? ''} ${id}`;
}

/** The same few names come with every message. */
function attributeOf(name: string): string | undefined {
  const known = ATTRIBUTES.get(name);
  if (known !== undefined || ATTRIBUTES.has(name)) return known;
  const attribute = ATTRIBUTE.exec(name)?.[1]?.toLowerCase();
  if (ATTRIBUTES.size < MAX_REMEMBERED_COUNT && name.length < MAX_REMEMBERED_LENGTH) ATTRIBUTES.set(name, attribute);
  return attribute;
}

const ATTRIBUTES = new Map<string, string | undefined>();
const MAX_REMEMBERED_COUNT = 1_000;
const MAX_REMEMBERED_LENGTH = 100;
/** HTTP, NATS and MQTT write `ce-id`, Kafka `ce_id`, AMQP `cloudEvents:id` or `cloudEvents_id`. */
const ATTRIBUTE = /^(?:ce[-_]|cloudEvents[:_])(id|source)$/i;

/** Only what begins like an object is read; a payload too large to be an envelope is named by its hash. */
function envelopeOf(payload: Uint8Array, readJson: (() => JsonValue | undefined) | undefined): JsonObject | undefined {
  if (payload.length > MAX_ENVELOPE_BYTES || payload[firstVisible(payload)] !== OPEN_BRACE) return undefined;
  const known = readJson?.();
  if (known !== undefined) return isJsonObject(known) ? known : undefined;
  const parsed = parseJsonText(UTF_8.decode(payload));
  return parsed.kind === 'value' && isJsonObject(parsed.value) ? parsed.value : undefined;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function firstVisible(payload: Uint8Array): number {
  let index = 0;
  while (index < payload.length && (payload[index] ?? 0) <= SPACE) index += 1;
  return index;
}

function eventInEnvelope({ specversion, id, source }: JsonObject): string | undefined {
  if (typeof specversion !== 'string' || typeof id !== 'string' || id === '') return undefined;
  return `${typeof source === 'string' ? source : ''} ${id}`;
}

function idInEnvelope(envelope: JsonObject): string | undefined {
  const { header, metadata } = envelope;
  for (const name of ID_NAMES) {
    for (const owner of [envelope, header, metadata]) {
      const text = isJsonObject(owner) ? idText(owner[name]) : undefined;
      if (text !== undefined) return text;
    }
  }
  return undefined;
}

function idText(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const ID_NAMES = ['event_id', 'eventId', 'messageId', 'message_id'];

/** Headers are in no order that every broker keeps, and brokers add their own: only the payload and the headers that programs set tell. */
function contentKey(headers: MessageHeaders, payload: Uint8Array): string {
  const own = headers.filter(([name]) => !ADDED.test(name)).map(([name, value]) => `${name}\u0001${value}\u0002`);
  const hash = hashOfBytes(payload);
  return own.length === 0 ? `#${hash}` : `#${hash}.${hashOfBytes(ENCODER.encode(own.sort().join('')))}`;
}

/** What brokers, tracers and redeliveries put in: not the same on each passage. */
const ADDED = /^(?:x-death|x-first-death|x-last-death|x-delivery|x-retry|nats-|content-|traceparent|tracestate|baggage|date$|timestamp$)/i;
const UTF_8 = new TextDecoder();
const ENCODER = new TextEncoder();
const MAX_ENVELOPE_BYTES = 1_048_576;
const OPEN_BRACE = 0x7b;
const SPACE = 0x20;
