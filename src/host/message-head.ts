import type { HeaderPairs } from '../wire/http-message.js';
import { headerValue } from '../wire/http-message.js';

/** The head of an HTTP/1 message as it stood on the wire. */
export interface MessageHead {
  /** `GET /orders HTTP/1.1`, `HTTP/1.1 200 OK`, split at its first two blanks. */
  readonly start: readonly [string, string, string];
  readonly headers: HeaderPairs;
}

/** How a message's body ends. */
export type BodyFraming =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  /** With the connection. */
  | { readonly kind: 'untilClose' };

/**
 * Where the head of a message ends: the index behind its empty line, or -1 when that has not come yet. Bare line feeds are taken, as most servers take them.
 *
 * @param bytes - from the beginning of the message on
 * @see RFC 9112 §2.2
 */
export function headEnd(bytes: Uint8Array): number {
  for (let index = bytes.indexOf(LINE_FEED); index !== -1; index = bytes.indexOf(LINE_FEED, index + 1)) {
    if (bytes[index + 1] === LINE_FEED) return index + 2;
    if (bytes[index + 1] === CARRIAGE_RETURN && bytes[index + 2] === LINE_FEED) return index + 3;
  }
  return -1;
}

/**
 * The head of a request, or `undefined` when it is none of HTTP/1 that can be told apart from what follows it.
 *
 * @param bytes - up to and with the empty line
 * @see RFC 9112 §3
 */
export function parseRequestHead(bytes: Uint8Array): MessageHead | undefined {
  const head = parseHead(bytes);
  if (head === undefined) return undefined;
  const [method, , version] = head.start;
  return TOKEN.test(method) && VERSION.test(version) ? head : undefined;
}

/**
 * The head of a response, or `undefined` when it is none of HTTP/1.
 *
 * @param bytes - up to and with the empty line
 * @see RFC 9112 §4
 */
export function parseResponseHead(bytes: Uint8Array): MessageHead | undefined {
  const head = parseHead(bytes);
  if (head === undefined) return undefined;
  return VERSION.test(head.start[0]) && STATUS.test(head.start[1]) ? head : undefined;
}

/**
 * How the body of a request ends; `undefined` when the head contradicts itself, so that nobody can say where the next request begins.
 *
 * @param headers - of the request
 * @see RFC 9112 §6.3
 */
export function requestFraming(headers: HeaderPairs): BodyFraming | undefined {
  const coding = transferCoding(headers);
  if (coding !== undefined) return coding === 'chunked' ? { kind: 'chunked' } : undefined;
  const length = contentLength(headers);
  if (length === undefined) return { kind: 'none' };
  return length < 0 ? undefined : { kind: 'length', bytes: length };
}

/**
 * How the body of a response ends.
 *
 * @param method - of the request
 * @param status - of the response, not 1xx
 * @see RFC 9112 §6.3
 */
export function responseFraming(method: string, status: number, headers: HeaderPairs): BodyFraming {
  if (method === 'HEAD' || status === 204 || status === 304) return { kind: 'none' };
  const coding = transferCoding(headers);
  if (coding !== undefined) return coding === 'chunked' ? { kind: 'chunked' } : { kind: 'untilClose' };
  const length = contentLength(headers);
  return length === undefined || length < 0 ? { kind: 'untilClose' } : { kind: 'length', bytes: length };
}

/**
 * Whether the sender of this head will use the connection no further.
 *
 * @param version - `HTTP/1.1`
 * @see RFC 9112 §9.3
 */
export function closesConnection(version: string, headers: HeaderPairs): boolean {
  const options = allValues(headers, 'connection').toLowerCase();
  if (/(?:^|[,\s])close(?:$|[,\s])/.test(options)) return true;
  return version === 'HTTP/1.0' && !options.includes('keep-alive');
}

function parseHead(bytes: Uint8Array): MessageHead | undefined {
  const [first = '', ...lines] = latin1.decode(bytes).split('\n').map(withoutReturn);
  const start = /^(\S+) (\S+)(?: (.*))?$/.exec(first);
  if (start === null) return undefined;
  const headers: string[] = [];
  for (const line of lines) {
    if (line === '') continue;
    const colon = line.indexOf(':');
    // A folded line (RFC 9112 §5.2) has no name of its own either: whoever sends one wants to be passed on, not to be understood.
    if (colon < 1 || !TOKEN.test(line.slice(0, colon))) return undefined;
    headers.push(line.slice(0, colon), withoutBlanks(line.slice(colon + 1)));
  }
  return { start: [start[1] ?? '', start[2] ?? '', start[3] ?? ''], headers };
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

/** Without optional white space at its ends, which is blanks and tabs only. @see RFC 9110 §5.6.3 */
function withoutBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text[start])) start += 1;
  while (end > start && isBlank(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

/** The last transfer coding, which alone decides the length. */
function transferCoding(headers: HeaderPairs): string | undefined {
  if (headerValue(headers, 'transfer-encoding') === undefined) return undefined;
  return allValues(headers, 'transfer-encoding').split(',').at(-1)?.trim().toLowerCase();
}

/** -1 when it is no length, or several that differ. */
function contentLength(headers: HeaderPairs): number | undefined {
  if (headerValue(headers, 'content-length') === undefined) return undefined;
  const [first = '', ...others] = allValues(headers, 'content-length')
    .split(',')
    .map((text) => text.trim());
  return /^\d{1,15}$/.test(first) && others.every((other) => other === first) ? Number(first) : -1;
}

function allValues(headers: HeaderPairs, name: string): string {
  const values: string[] = [];
  for (let index = 0; index + 1 < headers.length; index += 2) {
    if (headers[index]?.toLowerCase() === name) values.push(headers[index + 1] ?? '');
  }
  return values.join(',');
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VERSION = /^HTTP\/1\.[01]$/;
const STATUS = /^[1-9]\d\d$/;
/** Octets as they are, so that header values stay what they were; as Node shows them, too. */
const latin1 = { decode: (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1') };
