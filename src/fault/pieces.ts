/**
 * The bytes in pieces, in order; joined they are the same. At most ten thousand: what is left over then is the last piece.
 *
 * @param bytes - of a body or a connection
 * @param nextSize - of the next piece, 1 or more
 */
export function pieces(bytes: Uint8Array, nextSize: () => number): readonly Uint8Array[] {
  const cut: Uint8Array[] = [];
  let start = 0;
  while (start < bytes.length) {
    const end = cut.length === MAX_PIECE_COUNT - 1 ? bytes.length : Math.min(start + Math.max(Math.floor(nextSize()), 1), bytes.length);
    cut.push(bytes.subarray(start, end));
    start = end;
  }
  return cut;
}

const MAX_PIECE_COUNT = 10_000;
