import type { JsonValue } from '../base/json.js';
import { isJsonMediaType, isXmlMediaType, parseMediaType } from '../base/media-type.js';
import type { Message } from '../contract/channel.js';
import { avroFromBytes } from '../schema/avro/avro-reader.js';
import type { AvroType } from '../schema/avro/avro-type.js';
import { bytesFromAvro } from '../schema/avro/avro-writer.js';
import { parseJsonText } from './parse-json.js';
import { avroTypeOf } from './payload-schema.js';
import { textFromBytes } from './text-from-bytes.js';

/** A payload as a value, or why it cannot be read: a clause such as `is not JSON: …`. */
export type ReadPayload = { readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly reason: string };

/** How a payload stands on the wire. `opaque`: bytes that no schema of ours speaks of. */
export type PayloadCoding = 'json' | 'text' | 'avro' | 'opaque';

/**
 * How the payloads of a message are written: as its content type says, JSON when that is no media type at all.
 *
 * @param message - of a contract
 */
export function payloadCodingOf(message: Message): PayloadCoding {
  let coding = CODINGS.get(message);
  if (coding === undefined) {
    coding = codingOf(message);
    CODINGS.set(message, coding);
  }
  return coding;
}

/** Taking the content type apart for each message costs a sixth of judging it. */
const CODINGS = new WeakMap<Message, PayloadCoding>();

function codingOf(message: Message): PayloadCoding {
  if (message.payload.kind === 'not-judged') return 'opaque';
  const mediaType = parseMediaType(message.contentType);
  if (mediaType === undefined || isJsonMediaType(mediaType)) return 'json';
  if (message.payload.kind === 'avro') return avroTypeOf(message) === undefined ? 'opaque' : 'avro';
  return mediaType.type === 'text' && !isXmlMediaType(mediaType) ? 'text' : 'opaque';
}

/**
 * The bytes of a payload.
 *
 * @param value - as a schema judges it; of text and opaque payloads a string, anything else is written as JSON. Of opaque ones each character is a byte,
 *   unless one is beyond U+00FF: then it is UTF-8
 * @param message - whose content type decides
 */
export function bytesFromPayload(value: JsonValue, message: Message): Uint8Array {
  const coding = payloadCodingOf(message);
  const type = coding === 'avro' ? avroTypeOf(message) : undefined;
  // A value that the type does not have is meant to be wrong, and JSON in the place of Avro is just that.
  if (type !== undefined) return bytesFromAvro(type, value) ?? bytesFromText(JSON.stringify(value));
  if (coding === 'json' || typeof value !== 'string') return bytesFromText(JSON.stringify(value));
  return coding === 'opaque' && LATIN_1.test(value) ? Buffer.from(value, 'latin1') : bytesFromText(value);
}

/**
 * A text in UTF-8. Short ones share a buffer: one of its own for each costs as much as all else that it takes to make a message.
 *
 * @param text - a whole payload
 */
function bytesFromText(text: string): Uint8Array {
  const { length } = text;
  if (length > MAX_SHARING_LENGTH) return UTF_8.encode(text);
  makeRoom(length);
  for (let index = 0; index < length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > LAST_ASCII) return UTF_8.encode(text);
    page[usedBytes + index] = unit;
  }
  const start = usedBytes;
  usedBytes += length;
  return page.subarray(start, usedBytes);
}

/**
 * The UTF-8 of a JSON text that is the same every time but for some values in it.
 *
 * @param pieces - of the text, in UTF-8
 * @param values - each stands behind the piece of its index; one fewer than there are pieces
 */
export function jsonBytesBetween(pieces: readonly Uint8Array[], values: readonly JsonValue[]): Uint8Array {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  for (const value of values) length += typeof value === 'string' ? value.length + 2 : MAX_NUMBER_LENGTH;
  if (length > MAX_SHARING_LENGTH) return joined(pieces, values);
  makeRoom(length);
  let at = usedBytes;
  for (let index = 0; index < pieces.length; index += 1) {
    const piece = pieces[index];
    const value = values[index];
    if (piece !== undefined) {
      page.set(piece, at);
      at += piece.length;
    }
    if (value === undefined) continue;
    const end = writeScalar(value, at);
    if (end === undefined) return joined(pieces, values);
    at = end;
  }
  const start = usedBytes;
  usedBytes = at;
  return page.subarray(start, at);
}

/** @returns where it ends; `undefined` when it is no text that stands in JSON as it is, and no number */
function writeScalar(value: JsonValue, start: number): number | undefined {
  if (typeof value === 'number') return writePlain(JSON.stringify(value), start);
  if (typeof value !== 'string') return undefined;
  page[start] = QUOTE;
  const end = writePlain(value, start + 1);
  if (end === undefined) return undefined;
  page[end] = QUOTE;
  return end + 1;
}

function writePlain(text: string, start: number): number | undefined {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < FIRST_PRINTED || unit > LAST_ASCII || unit === QUOTE || unit === BACKSLASH) return undefined;
    page[start + index] = unit;
  }
  return start + text.length;
}

function joined(pieces: readonly Uint8Array[], values: readonly JsonValue[]): Uint8Array {
  const whole = pieces.flatMap((piece, index) => {
    const value = values[index];
    return value === undefined ? [piece] : [piece, UTF_8.encode(JSON.stringify(value))];
  });
  return new Uint8Array(Buffer.concat(whole));
}

function makeRoom(bytes: number): void {
  if (usedBytes + bytes <= page.length) return;
  page = new Uint8Array(PAGE_BYTES);
  usedBytes = 0;
}

const PAGE_BYTES = 8_192;
const MAX_SHARING_LENGTH = 1_024;
const LAST_ASCII = 0x7f;
const FIRST_PRINTED = 0x20;
/** `-1.2345678901234567e-308` has 24. */
const MAX_NUMBER_LENGTH = 24;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
let page = new Uint8Array(0);
let usedBytes = 0;

/**
 * The value of a payload; never throws.
 *
 * @param bytes - whole
 * @param message - whose content type decides
 */
export function payloadFromBytes(bytes: Uint8Array, message: Message): ReadPayload {
  const coding = payloadCodingOf(message);
  const type = coding === 'avro' ? avroTypeOf(message) : undefined;
  if (type !== undefined) return avroValue(type, bytes);
  if (coding === 'opaque') return { ok: true, value: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1') };
  const text = textFromBytes(bytes, undefined);
  if (text === undefined) return { ok: false, reason: 'is not text in UTF-8' };
  if (coding === 'text') return { ok: true, value: text };
  const parsed = parseJsonText(text);
  return parsed.kind === 'value' ? { ok: true, value: parsed.value } : { ok: false, reason: parsed.message };
}

/** Reads one payload as any message that it may be; the same bytes are read as JSON only once. */
export type PayloadReader = (message: Message) => ReadPayload;

/**
 * The reader of some bytes.
 *
 * @param bytes - whole; not changed while it is in use
 */
export function payloadReader(bytes: Uint8Array): PayloadReader {
  let json: ReadPayload | undefined;
  return (message) => {
    if (payloadCodingOf(message) !== 'json') return payloadFromBytes(bytes, message);
    json ??= payloadFromBytes(bytes, message);
    return json;
  };
}

/**
 * The JSON of a payload that may be one of several messages; `undefined` when it is none, or none of them is JSON.
 *
 * @param read - of the payload
 * @param messages - that it may be
 */
export function jsonOfPayload(read: PayloadReader, messages: readonly Message[]): JsonValue | undefined {
  const message = messages.find((one) => payloadCodingOf(one) === 'json');
  const json = message === undefined ? undefined : read(message);
  return json?.ok === true ? json.value : undefined;
}

/** Programs that use a schema registry put a zero and the four bytes of the schema's id in front. */
function avroValue(type: AvroType, bytes: Uint8Array): ReadPayload {
  const whole = avroFromBytes(type, bytes);
  if (whole.ok || bytes[0] !== 0 || bytes.length < REGISTRY_HEADER_BYTES) return whole;
  const framed = avroFromBytes(type, bytes.subarray(REGISTRY_HEADER_BYTES));
  return framed.ok ? framed : whole;
}

/** @see https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format */
const REGISTRY_HEADER_BYTES = 5;

const UTF_8 = new TextEncoder();
// biome-ignore lint/suspicious/noControlCharactersInRegex: every character of Latin-1 is a byte, the control characters among them
const LATIN_1 = /^[\u0000-\u00ff]*$/;
