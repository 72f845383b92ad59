import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/**
 * Undoes a content coding as Node's `fetch` does.
 *
 * @param coding - lower case
 * @param bytes - as they came
 * @returns `undefined` for a coding that is not known: the bytes are then handed on as they are
 * @throws Error of `node:zlib` when the bytes are not of that coding
 * @see RFC 9110 §8.4.1
 */
export function decodedContent(coding: string, bytes: Uint8Array): Uint8Array | undefined {
  const bounds = { maxOutputLength: MAX_DECODED_BYTES };
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(bytes, bounds);
    case 'deflate':
      // Some servers leave the zlib wrapper out; its first byte tells.
      return ((bytes[0] ?? 0) & 0x0f) === 0x08 ? inflateSync(bytes, bounds) : inflateRawSync(bytes, bounds);
    case 'br':
      return brotliDecompressSync(bytes, bounds);
    default:
      return undefined;
  }
}

const MAX_DECODED_BYTES = 64 * 1024 * 1024;
