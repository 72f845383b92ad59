import type { IncomingMessage } from 'node:http';

/** What came of reading a request's body. */
export type ReadBody =
  | { readonly kind: 'whole'; readonly body: Uint8Array | undefined }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'cutOff'; readonly bytes: number };

/**
 * Whether a request announces a body.
 *
 * @see RFC 9112 §6.3
 */
export function announcesBody(request: IncomingMessage): boolean {
  const { headers } = request;
  if (headers['transfer-encoding'] !== undefined) return true;
  const length = headers['content-length'];
  return length !== undefined && length !== '0';
}

/**
 * Reads the body of a request, at most so many bytes of it. What is announced as larger is not read at all.
 *
 * @param request - for which `announcesBody` holds
 * @param maxBytes - a body of more bytes is `tooLarge`
 * @param done - called exactly once
 */
export function readBody(request: IncomingMessage, maxBytes: number, done: (result: ReadBody) => void): void {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
    done({ kind: 'tooLarge' });
    return;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  let isDone = false;
  // Listeners stay: to take them off again costs as much as a small request does.
  const finish = (result: ReadBody): void => {
    if (isDone) return;
    isDone = true;
    done(result);
  };
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (isDone) return;
    if (bytes <= maxBytes) chunks.push(chunk);
    else finish({ kind: 'tooLarge' });
  });
  request.on('end', () => finish({ kind: 'whole', body: chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, bytes) }));
  // Without a listener for errors a connection that breaks only closes the request.
  request.on('close', () => finish({ kind: 'cutOff', bytes }));
}

/**
 * Reads on and forgets, so that a client in the middle of sending can hear the answer; cuts the connection when it goes on for too long.
 *
 * @param request - whose body nobody wants
 * @param maxBytes - more than this and the connection is cut
 */
export function drain(request: IncomingMessage, maxBytes: number): void {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) request.socket.destroy();
  });
}
