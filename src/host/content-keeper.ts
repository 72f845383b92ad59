/** Keeps the beginning of a content that passes by. */
export interface ContentKeeper {
  readonly take: (bytes: Uint8Array) => void;
  /** What was kept; `undefined` when nothing came. In memory of its own. */
  body(): Uint8Array | undefined;
  /** How much was not kept; `undefined` when nothing was left out. */
  truncatedBytes(): number | undefined;
}

/**
 * A keeper that has nothing.
 *
 * @param maxBytes - so much is kept
 */
export function createContentKeeper(maxBytes: number): ContentKeeper {
  const pieces: Uint8Array[] = [];
  let keptBytes = 0;
  let totalBytes = 0;
  let joined: Uint8Array | undefined;
  return {
    take: (bytes) => {
      totalBytes += bytes.length;
      if (keptBytes === maxBytes || bytes.length === 0) return;
      const kept = bytes.subarray(0, maxBytes - keptBytes);
      pieces.push(kept);
      keptBytes += kept.length;
      joined = undefined;
    },
    body: () => {
      if (keptBytes === 0) return undefined;
      // Joined even when it is one piece: a view would keep all that was read with it alive.
      joined ??= new Uint8Array(Buffer.concat(pieces, keptBytes));
      return joined;
    },
    truncatedBytes: () => (totalBytes > keptBytes ? totalBytes - keptBytes : undefined),
  };
}
