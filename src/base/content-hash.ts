/**
 * A name for some bytes: 96 bits and the length, enough to tell apart what programs send, not what an adversary makes.
 *
 * @param bytes - whole
 * @see http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function hashOfBytes(bytes: Uint8Array): string {
  let first = 0x811c9dc5;
  let second = 0x9e3779b9;
  let third = 0x85ebca6b;
  for (const byte of bytes) {
    first = Math.imul(first ^ byte, 0x01000193);
    second = Math.imul(second ^ byte, 0x9e3779b1);
    third = Math.imul(third ^ byte ^ (third >>> 15), 0xc2b2ae35);
  }
  return `${bytes.length.toString(36)}.${(first >>> 0).toString(36)}.${(second >>> 0).toString(36)}.${(third >>> 0).toString(36)}`;
}
