/**
 * Bytes of which no two pieces are alike.
 *
 * @param {number} sizeBytes
 * @param {import('node:crypto').Hash} hash - told all of them
 */
export async function* pieces(sizeBytes, hash) {
  for (let sentBytes = 0, round = 0; sentBytes < sizeBytes; round += 1) {
    const piece = Buffer.alloc(Math.min(PIECE_BYTES, sizeBytes - sentBytes), `${round}, `);
    hash.update(piece);
    sentBytes += piece.length;
    yield piece;
  }
}

const PIECE_BYTES = 262_144;
