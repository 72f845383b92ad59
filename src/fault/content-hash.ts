/**
 * A name for the bytes of a body: 96 bits and the length, enough to tell apart what clients send, not what an adversary makes. None and no
 * bytes are the same.
 *
 * @param body - of a request
 * @see http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function contentHash(body: Uint8Array | undefined): string {
  if (body === undefined || body.length === 0) return '';
  let first = 0x811c9dc5;
  let second = 0x9e3779b9;
  let third = 0x85ebca6b;
  for (const byte of body) {
    first = Math.imul(first ^ byte, 0x01000193);
    second = Math.imul(second ^ byte, 0x9e3779b1);
    third = Math.imul(third ^ byte ^ (third >>> 15), 0xc2b2ae35);
  }
  return [body.length, first >>> 0, second >>> 0, third >>> 0].map((word) => word.toString(36)).join('.');
}
