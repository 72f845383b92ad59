import { STATUS_CODES } from 'node:http';
import type { HeaderPairs } from '../wire/http-message.js';

/** Where one reply goes out, byte for byte as it is told. */
export interface ReplyPort {
  /** Aborted once the peer has gone or the server closes: nothing more can be said. */
  readonly gone: AbortSignal;
  /** Whether it was the server that closed, not the peer that left. */
  isClosing(): boolean;
  head(status: number, headers: HeaderPairs): void;
  body(bytes: Uint8Array): void;
  raw(bytes: Uint8Array): void;
  /** Ends the message. The connection is closed when that is how its end is told, or when nobody can know what was sent. */
  end(): void;
  /** Resolves once what was written so far is with the operating system, or nobody is there to take it. */
  flushed(): Promise<void>;
  /** Ends the connection at once: what was not flushed is lost. */
  cut(how: 'rst' | 'fin'): void;
}

/**
 * The head of a response as bytes, with nothing added.
 *
 * @param headers - any text: octets beyond ISO-8859-1 are sent as UTF-8
 * @see RFC 9112 §4
 */
export function headBytes(status: number, headers: HeaderPairs): Buffer {
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n`;
  for (let index = 0; index + 1 < headers.length; index += 2) text += `${headers[index]}: ${headers[index + 1]}\r\n`;
  text += '\r\n';
  return Buffer.from(text, LATIN1.test(text) ? 'latin1' : 'utf8');
}

/**
 * How the end of a message is told, by its head alone.
 *
 * @param isHead - whether it answers a HEAD
 * @see RFC 9112 §6.3
 */
export function tellsItsEnd(status: number, headers: HeaderPairs, isHead: boolean): 'bodiless' | 'length' | 'chunked' | 'close' {
  if (isHead || status < 200 || status === 204 || status === 304) return 'bodiless';
  let told: 'length' | 'chunked' | 'close' = 'close';
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = headers[index]?.toLowerCase();
    if (name === 'transfer-encoding' && /chunked\s*$/i.test(headers[index + 1] ?? '')) return 'chunked';
    if (name === 'content-length') told = 'length';
  }
  return told;
}

/**
 * One chunk.
 *
 * @param bytes - at least one
 * @see RFC 9112 §7.1
 */
export function chunkBytes(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`, 'latin1'), bytes, Buffer.from('\r\n', 'latin1')]);
}

export const LAST_CHUNK: Uint8Array = Buffer.from('0\r\n\r\n', 'latin1');

// biome-ignore lint/suspicious/noControlCharactersInRegex: every octet is one character of ISO-8859-1
const LATIN1 = /^[\u0000-\u00ff]*$/;
