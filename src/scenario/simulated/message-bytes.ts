import { Buffer } from 'node:buffer';
import type { HeaderPairs, HttpRequest } from '../../wire/http-message.js';

/**
 * A request as it goes over the wire.
 *
 * @param request - its headers stand as they are to be sent, framing included
 * @see RFC 9112 §3, §6
 */
export function requestBytes(request: HttpRequest): Uint8Array {
  const head = latin1Bytes(`${request.method} ${request.target} HTTP/1.1\r\n${fieldLines(request.headers)}\r\n`);
  return request.body === undefined ? head : joinedBytes([head, request.body]);
}

/**
 * How many bytes {@link requestBytes} makes.
 *
 * @param request - its headers stand as they are to be sent
 */
export function requestByteCount({ method, target, headers, body }: HttpRequest): number {
  let count = method.length + target.length + ' '.length + ' HTTP/1.1\r\n\r\n'.length + (body?.length ?? 0);
  for (let index = 0; index + 1 < headers.length; index += 2) {
    count += (headers[index]?.length ?? 0) + (headers[index + 1]?.length ?? 0) + ': \r\n'.length;
  }
  return count;
}

/**
 * Status line and headers of a response as they go over the wire.
 *
 * @param status - any number
 * @param headers - nothing is added
 * @see RFC 9112 §4
 */
export function responseHeadBytes(status: number, headers: HeaderPairs): Uint8Array {
  return latin1Bytes(`HTTP/1.1 ${status} \r\n${fieldLines(headers)}\r\n`);
}

/**
 * One chunk of a chunked body; of no bytes it is the last one.
 *
 * @param bytes - the content
 * @see RFC 9112 §7.1
 */
export function chunkBytes(bytes: Uint8Array): Uint8Array {
  return joinedBytes([latin1Bytes(`${bytes.length.toString(16)}\r\n`), bytes, CRLF]);
}

/**
 * Some arrays of bytes as one.
 *
 * @param parts - in order
 */
export function joinedBytes(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

function fieldLines(headers: HeaderPairs): string {
  let lines = '';
  for (let index = 0; index + 1 < headers.length; index += 2) lines += `${headers[index]}: ${headers[index + 1]}\r\n`;
  return lines;
}

/** Heads are bytes of which each stands for one character (RFC 9110 §5.5). */
function latin1Bytes(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

const CRLF = latin1Bytes('\r\n');
