import type { Duplex } from 'node:stream';
import type { BodyFrame } from './body-frame.js';
import type { ByteReader, Piece } from './byte-reader.js';
import type { MessageHead } from './message-head.js';
import { headEnd } from './message-head.js';

/** What came of waiting for a message to begin. */
export type ReadHead =
  | { readonly kind: 'head'; readonly head: MessageHead; readonly bytes: Uint8Array; readonly firstAtMs: number; readonly lastAtMs: number }
  /** The peer has ended before the head was whole. */
  | { readonly kind: 'over'; readonly bytes: Uint8Array }
  /** Not HTTP/1, or more of it than anybody sends. */
  | { readonly kind: 'unreadable'; readonly bytes: Uint8Array };

/**
 * Reads the head of the next message. Line breaks before it are dropped.
 *
 * @param reader - at the beginning of a message; what follows the head is put back
 * @param parse - gives `undefined` for what is no head
 * @see RFC 9112 §2.2
 */
export async function readHead(reader: ByteReader, parse: (bytes: Uint8Array) => MessageHead | undefined): Promise<ReadHead> {
  let bytes: Uint8Array = NO_BYTES;
  let firstAtMs = 0;
  for (;;) {
    const piece = await reader.read();
    if (piece === undefined) return { kind: 'over', bytes };
    if (bytes.length === 0) firstAtMs = piece.atMs;
    bytes = bytes.length === 0 ? withoutLeadingBreaks(piece.bytes) : Buffer.concat([bytes, piece.bytes]);
    if (bytes.length === 0) continue;
    const end = headEnd(bytes);
    if (end === -1) {
      if (bytes.length > MAX_HEAD_BYTES || isNotHttp(bytes)) return { kind: 'unreadable', bytes };
      continue;
    }
    const headBytes = bytes.subarray(0, end);
    const head = parse(headBytes);
    if (head === undefined) return { kind: 'unreadable', bytes };
    if (end < bytes.length) reader.unread({ bytes: bytes.subarray(end), atMs: piece.atMs });
    return { kind: 'head', head, bytes: headBytes, firstAtMs, lastAtMs: piece.atMs };
  }
}

/**
 * Passes a body on as it comes, until it is whole.
 *
 * @param reader - at the beginning of the body, or within it
 * @param frame - of this body
 * @param pass - told each piece, and whether it is the last; what it gives is waited for
 * @returns when the last byte came; `undefined` when the peer ended before
 */
export async function passBody(
  reader: ByteReader,
  frame: BodyFrame,
  pass: (piece: Piece, isLast: boolean) => Promise<void> | undefined,
): Promise<number | undefined> {
  for (;;) {
    const piece = await readFramed(reader, frame);
    if (piece === undefined) return undefined;
    const passed = pass(piece, frame.isWhole);
    if (passed !== undefined) await passed;
    if (frame.isWhole) return piece.atMs;
  }
}

/**
 * The next piece of a body.
 *
 * @param frame - not whole yet
 * @returns `undefined` when the peer has ended
 */
export async function readFramed(reader: ByteReader, frame: BodyFrame): Promise<Piece | undefined> {
  const piece = await reader.read();
  return piece === undefined ? undefined : framed(reader, frame, piece);
}

/**
 * What belongs to a body and came already.
 *
 * @param frame - not whole yet
 */
export function takeAhead(reader: ByteReader, frame: BodyFrame): Piece | undefined {
  const piece = reader.take();
  return piece === undefined ? undefined : framed(reader, frame, piece);
}

/** The part of a piece that belongs to the body; the rest is put back. */
function framed(reader: ByteReader, frame: BodyFrame, piece: Piece): Piece {
  const taken = frame.take(piece.bytes);
  if (taken === piece.bytes.length) return piece;
  reader.unread({ bytes: piece.bytes.subarray(taken), atMs: piece.atMs });
  return { bytes: piece.bytes.subarray(0, taken), atMs: piece.atMs };
}

/**
 * Writes, and waits when the peer is slower than we are.
 *
 * @param stream - what is written after its end is dropped
 * @returns `undefined` when there is nothing to wait for
 */
export function writeTo(stream: Duplex, bytes: Uint8Array): Promise<void> | undefined {
  if (!stream.writable || stream.write(bytes)) return undefined;
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}

/**
 * Writes what came in one piece as one again: to gather several took a third longer than to write one.
 *
 * @param parts - in order
 */
export function writeTogether(stream: Duplex, parts: readonly Uint8Array[]): void {
  const [first = NO_BYTES, second, ...others] = parts;
  if (second === undefined) {
    stream.write(first);
  } else if (others.length === 0 && first.buffer === second.buffer && first.byteOffset + first.length === second.byteOffset) {
    stream.write(Buffer.from(first.buffer, first.byteOffset, first.length + second.length));
  } else {
    stream.cork();
    for (const part of parts) stream.write(part);
    stream.uncork();
  }
}

function withoutLeadingBreaks(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (bytes[start] === 0x0d || bytes[start] === 0x0a) start += 1;
  return start === 0 ? bytes : bytes.subarray(start);
}

/** A first line that has a control character in it is of another protocol (TLS, a database): it may never send an empty line, and waits for an answer. */
function isNotHttp(bytes: Uint8Array): boolean {
  for (const byte of bytes.subarray(0, 16)) {
    if (byte === 0x0d || byte === 0x0a) return false;
    if (byte < 0x20) return true;
  }
  return false;
}

const NO_BYTES: Uint8Array = new Uint8Array(0);
const MAX_HEAD_BYTES = 131_072;
