/** A body as the journal keeps it: at most {@link MAX_BODY_BYTES} of it. */
export interface BoundedBody {
  readonly body: Uint8Array | string | undefined;
  readonly truncatedBytes: number | undefined;
}

/** How much of one body the journal keeps. */
export const MAX_BODY_BYTES = 65_536;

/**
 * The body cut to what the journal keeps; the same object when nothing has to be cut, and never a view that keeps a large buffer alive.
 *
 * @param body - a text or bytes, of any size
 * @param truncatedBytes - what was cut from it before
 */
export function boundedBody(body: Uint8Array | string | undefined, truncatedBytes?: number): BoundedBody {
  if (body === undefined || fits(body)) return { body, truncatedBytes };
  const bytes = typeof body === 'string' ? encoder.encode(body) : body;
  const keptBytes = characterBoundary(bytes, MAX_BODY_BYTES);
  const kept = bytes.slice(0, keptBytes);
  return {
    body: typeof body === 'string' ? decoder.decode(kept) : new Uint8Array(kept),
    truncatedBytes: bytes.length - keptBytes + (truncatedBytes ?? 0),
  };
}

/**
 * Whether the journal keeps the body whole.
 *
 * @param body - a text or bytes, of any size
 */
export function fits(body: Uint8Array | string): boolean {
  if (body.length > MAX_BODY_BYTES) return false;
  // A UTF-16 unit is at most three bytes of UTF-8: only long texts have to be measured.
  return typeof body !== 'string' || body.length * 3 <= MAX_BODY_BYTES || encoder.encode(body).length <= MAX_BODY_BYTES;
}

/**
 * The text of bytes that are UTF-8, or `undefined` when they are not.
 *
 * @param bytes - a whole body, or one cut at a character's boundary
 */
export function textFromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    // The decoder says "not UTF-8" by throwing, and offers no other way to ask.
    return undefined;
  }
}

/**
 * Bytes as base64, and back.
 *
 * @param bytes - at most a few hundred kilobytes
 * @see RFC 4648 §4
 */
export function base64FromBytes(bytes: Uint8Array): string {
  let binary = '';
  // One call per chunk: the argument list of a call is limited.
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK_BYTES));
  }
  return btoa(binary);
}

/**
 * The bytes of a base64 text.
 *
 * @param text - as `base64FromBytes` gives it
 * @throws DOMException when it is not base64
 * @see RFC 4648 §4
 */
export function bytesFromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** The largest length up to `limit` that does not cut a UTF-8 sequence in two; for other bytes any length will do. */
function characterBoundary(bytes: Uint8Array, limit: number): number {
  for (let length = limit; length > limit - 4; length -= 1) {
    const next = bytes[length];
    if (next === undefined || (next & 0b1100_0000) !== 0b1000_0000) return length;
  }
  return limit;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const CHUNK_BYTES = 8_192;
