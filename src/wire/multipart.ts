import { parseMediaType } from '../base/media-type.js';
import type { HeaderPairs } from './http-message.js';
import { headerValue } from './http-message.js';

/** One part of a multipart body. */
export interface Part {
  /** From `Content-Disposition`; `undefined` outside forms. */
  readonly name: string | undefined;
  readonly filename: string | undefined;
  readonly contentType: string | undefined;
  readonly headers: HeaderPairs;
  readonly body: Uint8Array;
}

export type ParsedMultipart =
  | { readonly kind: 'parts'; readonly parts: readonly Part[] }
  | { readonly kind: 'malformed'; readonly message: string };

/**
 * The parts of a multipart body, without what stands before the first and after the last boundary; never throws. Bounded in the number
 * of parts and in the size of the head of each; the bodies are views, not copies.
 *
 * @param bytes - the whole body
 * @param boundary - the parameter of its media type
 * @see RFC 2046 §5.1.1
 * @see RFC 7578
 */
export function parseMultipart(bytes: Uint8Array, boundary: string | undefined): ParsedMultipart {
  if (boundary === undefined || boundary === '') return { kind: 'malformed', message: 'has no boundary in its Content-Type' };
  if (boundary.length > MAX_BOUNDARY_LENGTH)
    return { kind: 'malformed', message: `has a boundary of more than ${MAX_BOUNDARY_LENGTH} characters` };
  const delimiter = new TextEncoder().encode(`--${boundary}`);
  const parts: Part[] = [];
  let delimiterStart = findDelimiter(bytes, delimiter, 0);
  if (delimiterStart === -1) return { kind: 'malformed', message: 'holds no boundary' };
  while (!isClosing(bytes, delimiterStart + delimiter.length)) {
    const start = lineEnd(bytes, delimiterStart + delimiter.length);
    const next = findDelimiter(bytes, delimiter, start);
    if (next === -1) return { kind: 'malformed', message: 'ends before its closing boundary' };
    if (parts.length === MAX_PART_COUNT) return { kind: 'malformed', message: `must not have more than ${MAX_PART_COUNT} parts` };
    const part = partFromBytes(bytes.subarray(start, beforeLineBreak(bytes, start, next)));
    if (part === undefined) return { kind: 'malformed', message: `part ${parts.length} has no end of its headers` };
    parts.push(part);
    delimiterStart = next;
  }
  return { kind: 'parts', parts };
}

function partFromBytes(bytes: Uint8Array): Part | undefined {
  const head = headOf(bytes);
  if (head === undefined) return undefined;
  const headers: string[] = [];
  for (const line of new TextDecoder().decode(bytes.subarray(0, head.end)).split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.push(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  // A disposition has the grammar of a media type's parameters, so it is read by the same rules.
  const disposition = parseMediaType(`x/${headerValue(headers, 'content-disposition') ?? 'none'}`)?.parameters;
  return {
    name: unquoted(disposition?.get('name')),
    filename: disposition?.get('filename') ?? disposition?.get('filename*'),
    contentType: headerValue(headers, 'content-type'),
    headers,
    body: bytes.subarray(head.bodyStart),
  };
}

/** @see https://html.spec.whatwg.org/#multipart-form-data */
function unquoted(name: string | undefined): string | undefined {
  return name?.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
}

/** Where the headers of a part end and its body starts: at the first empty line; a part may have no headers at all. */
function headOf(bytes: Uint8Array): { readonly end: number; readonly bodyStart: number } | undefined {
  const limit = Math.min(bytes.length, MAX_PART_HEAD_BYTES);
  let lineStart = 0;
  while (lineStart < limit) {
    const feed = bytes.indexOf(LINE_FEED, lineStart);
    if (feed === -1 || feed >= limit) return undefined;
    const isEmpty = feed === lineStart || (feed === lineStart + 1 && bytes[lineStart] === CARRIAGE_RETURN);
    if (isEmpty) return { end: lineStart, bodyStart: feed + 1 };
    lineStart = feed + 1;
  }
  return undefined;
}

/** The next delimiter that starts a line. */
function findDelimiter(bytes: Uint8Array, delimiter: Uint8Array, from: number): number {
  for (let start = bytes.indexOf(DASH, from); start !== -1; start = bytes.indexOf(DASH, start + 1)) {
    if ((start === 0 || bytes[start - 1] === LINE_FEED) && startsWith(bytes, start, delimiter)) return start;
  }
  return -1;
}

function startsWith(bytes: Uint8Array, start: number, prefix: Uint8Array): boolean {
  if (start + prefix.length > bytes.length) return false;
  for (let index = 0; index < prefix.length; index += 1) if (bytes[start + index] !== prefix[index]) return false;
  const after = bytes[start + prefix.length];
  return after === undefined || after === DASH || after === CARRIAGE_RETURN || after === LINE_FEED || after === SPACE || after === TAB;
}

function isClosing(bytes: Uint8Array, afterDelimiter: number): boolean {
  return bytes[afterDelimiter] === DASH && bytes[afterDelimiter + 1] === DASH;
}

function lineEnd(bytes: Uint8Array, from: number): number {
  const feed = bytes.indexOf(LINE_FEED, from);
  return feed === -1 ? bytes.length : feed + 1;
}

/** The line break before a delimiter belongs to the delimiter. */
function beforeLineBreak(bytes: Uint8Array, start: number, delimiterStart: number): number {
  let end = delimiterStart;
  if (end > start && bytes[end - 1] === LINE_FEED) end -= 1;
  if (end > start && bytes[end - 1] === CARRIAGE_RETURN) end -= 1;
  return end;
}

const MAX_PART_COUNT = 1000;
const MAX_PART_HEAD_BYTES = 16_384;
const MAX_BOUNDARY_LENGTH = 200;
const DASH = 0x2d;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
const SPACE = 0x20;
const TAB = 0x09;
