import type { HeaderPairs } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';
import { parserError, socketError } from './fetch-errors.js';
import { joinedBytes } from './message-bytes.js';
import { parseHead } from './parse-head.js';

/** What a client makes of the bytes of one answer, as they come. */
export interface ResponseReader {
  /** @returns what is new; nothing after an `end` or a `failure` */
  push(bytes: Uint8Array): readonly ResponseEvent[];
  /** The other side has closed in good order. */
  close(): readonly ResponseEvent[];
}

export type ResponseEvent =
  | { readonly kind: 'head'; readonly status: number; readonly headers: HeaderPairs }
  | { readonly kind: 'body'; readonly bytes: Uint8Array }
  /** The message is whole; `isReusable`: the connection can carry another one. */
  | { readonly kind: 'end'; readonly isReusable: boolean }
  | { readonly kind: 'failure'; readonly error: Error };

/**
 * A reader of one answer, as strict as Node's.
 *
 * @param method - of the request: the answer to HEAD has no body
 * @see RFC 9112 §6.3, how long a body is
 */
export function createResponseReader(method: string): ResponseReader {
  let held: Uint8Array = NOTHING;
  let state: State = { kind: 'head' };
  let isClosing = false;

  /** One step; `undefined` when more bytes are needed. */
  const step = (): ResponseEvent | undefined => {
    switch (state.kind) {
      case 'head':
        return readHead();
      case 'length':
        return readPart(state.leftBytes, (left) => (left === 0 ? ending() : { kind: 'length', leftBytes: left }));
      case 'chunk':
        return readPart(state.leftBytes, (left) => (left === 0 ? { kind: 'chunkEnd' } : { kind: 'chunk', leftBytes: left }));
      case 'chunkSize':
        return readChunkSize();
      case 'chunkEnd':
        return readChunkEnd();
      case 'trailer':
        return readTrailer();
      case 'untilClose':
        return held.length === 0 ? undefined : { kind: 'body', bytes: taken(held.length) };
      case 'ending':
        state = { kind: 'over' };
        return { kind: 'end', isReusable: !isClosing && held.length === 0 };
      case 'over':
        return undefined;
    }
  };

  const readHead = (): ResponseEvent | undefined => {
    if (!isPrefix(held)) return failed(parserError('HPE_INVALID_CONSTANT', 'Expected HTTP/'));
    const end = indexOf(held, HEAD_END);
    if (end === -1) {
      return held.length > MAX_HEAD_BYTES ? failed(parserError('HPE_HEADER_OVERFLOW', 'Header overflow')) : undefined;
    }
    const parsed = parseHead(DECODER.decode(taken(end + HEAD_END.length)));
    if (parsed.kind === 'failure') return failed(parsed.error);
    const { status, headers } = parsed;
    const next = bodyState(status, headers);
    if (next === undefined) return failed(parserError('HPE_INVALID_CONTENT_LENGTH', 'Invalid character in Content-Length'));
    // An interim answer is none: the real one follows (RFC 9110 §15.2).
    if (status < 200) return step();
    state = next;
    return { kind: 'head', status, headers };
  };

  const bodyState = (status: number, headers: HeaderPairs): State | undefined => {
    isClosing = headerValue(headers, 'connection')?.toLowerCase() === 'close';
    if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return { kind: 'ending' };
    if (headerValue(headers, 'transfer-encoding')?.toLowerCase().endsWith('chunked') === true) return { kind: 'chunkSize' };
    const length = headerValue(headers, 'content-length');
    if (length === undefined) {
      isClosing = true;
      return { kind: 'untilClose' };
    }
    if (!/^\d{1,15}$/.test(length)) return undefined;
    return Number(length) === 0 ? { kind: 'ending' } : { kind: 'length', leftBytes: Number(length) };
  };

  const readPart = (leftBytes: number, after: (left: number) => State): ResponseEvent | undefined => {
    if (held.length === 0) return undefined;
    const bytes = taken(Math.min(leftBytes, held.length));
    state = after(leftBytes - bytes.length);
    return { kind: 'body', bytes };
  };

  const readChunkSize = (): ResponseEvent | undefined => {
    const end = indexOf(held, CRLF);
    // The line may be cut off between its CR and its LF.
    const line = DECODER.decode(held.subarray(0, end === -1 ? held.length : end)).replace(/\r$/, '');
    const [, digits] = /^([\dA-Fa-f]{1,12})(?:[ \t]*;.*)?$/.exec(line) ?? [];
    if (digits === undefined && line !== '') return failed(parserError('HPE_INVALID_CHUNK_SIZE', 'Invalid character in chunk size'));
    if (end === -1) return undefined;
    if (digits === undefined) return failed(parserError('HPE_INVALID_CHUNK_SIZE', 'Invalid character in chunk size'));
    taken(end + CRLF.length);
    const sizeBytes = Number.parseInt(digits, 16);
    state = sizeBytes === 0 ? { kind: 'trailer' } : { kind: 'chunk', leftBytes: sizeBytes };
    return step();
  };

  const readChunkEnd = (): ResponseEvent | undefined => {
    if (held.length < CRLF.length) return undefined;
    if (indexOf(held, CRLF) !== 0) return failed(parserError('HPE_STRICT', 'Expected LF after chunk data'));
    taken(CRLF.length);
    state = { kind: 'chunkSize' };
    return step();
  };

  const readTrailer = (): ResponseEvent | undefined => {
    const end = indexOf(held, CRLF);
    if (end === -1) return undefined;
    taken(end + CRLF.length);
    if (end === 0) state = ending();
    return step();
  };

  const ending = (): State => ({ kind: 'ending' });

  const taken = (byteCount: number): Uint8Array => {
    const bytes = held.subarray(0, byteCount);
    held = held.subarray(byteCount);
    return bytes;
  };

  const failed = (error: Error): ResponseEvent => {
    state = { kind: 'over' };
    return { kind: 'failure', error };
  };

  const push = (bytes: Uint8Array): readonly ResponseEvent[] => {
    if (state.kind === 'over') return [];
    held = held.length === 0 ? bytes : joinedBytes([held, bytes]);
    const events: ResponseEvent[] = [];
    for (let event = step(); event !== undefined; event = step()) events.push(event);
    return events;
  };

  const close = (): readonly ResponseEvent[] => {
    if (state.kind === 'over') return [];
    if (state.kind !== 'untilClose') return [failed(socketError())];
    state = { kind: 'over' };
    return [{ kind: 'end', isReusable: false }];
  };

  return { push, close };
}

type State =
  | { readonly kind: 'head' | 'chunkSize' | 'chunkEnd' | 'trailer' | 'untilClose' | 'ending' | 'over' }
  | { readonly kind: 'length' | 'chunk'; readonly leftBytes: number };

const DECODER = new TextDecoder('latin1');
const ENCODER = new TextEncoder();
const NOTHING = new Uint8Array(0);
const CRLF = ENCODER.encode('\r\n');
const HEAD_END = ENCODER.encode('\r\n\r\n');
const BEGINNING = ENCODER.encode('HTTP/');
/** What Node takes, and a little more. */
const MAX_HEAD_BYTES = 65_536;

/** Whether the bytes could still be the beginning of an answer. */
function isPrefix(bytes: Uint8Array): boolean {
  return BEGINNING.every((byte, index) => index >= bytes.length || bytes[index] === byte);
}

function indexOf(bytes: Uint8Array, sought: Uint8Array): number {
  const [first = 0] = sought;
  for (let index = bytes.indexOf(first); index !== -1 && index + sought.length <= bytes.length; index = bytes.indexOf(first, index + 1)) {
    if (sought.every((byte, offset) => bytes[index + offset] === byte)) return index;
  }
  return -1;
}
