/**
 * The text of some bytes, without a byte order mark; `undefined` when they are not in the charset, or it is not known here.
 *
 * @param bytes - a whole body
 * @param charset - as a `Content-Type` names it; without one UTF-8, unless a byte order mark says UTF-16
 * @see https://encoding.spec.whatwg.org/#names-and-labels
 */
export function textFromBytes(bytes: Uint8Array, charset: string | undefined): string | undefined {
  const label = charset === undefined ? labelFromMark(bytes) : charset.toLowerCase();
  if (label === 'utf-16' && bytes[0] === 0xfe && bytes[1] === 0xff) return decode(bytes, 'utf-16be');
  return decode(bytes, label);
}

function labelFromMark(bytes: Uint8Array): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
}

function decode(bytes: Uint8Array, label: string): string | undefined {
  try {
    return label === 'utf-8' ? UTF_8.decode(bytes) : new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch (error) {
    // An unknown label is a RangeError, bytes that do not fit a TypeError.
    if (error instanceof RangeError || error instanceof TypeError) return undefined;
    throw error;
  }
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true });
