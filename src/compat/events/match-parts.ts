/** A part in both versions. */
export interface PartPair<Part> {
  readonly older: Part;
  readonly newer: Part;
}

/** Which parts of two versions are the same one. */
export interface MatchedParts<Part> {
  /** In the order of the newer version. */
  readonly pairs: readonly PartPair<Part>[];
  readonly removed: readonly Part[];
  readonly added: readonly Part[];
}

/** The parts of two versions, and what they may be known by. */
export interface Matching<Part> {
  readonly older: readonly Part[];
  readonly newer: readonly Part[];
  /** The surest first; `undefined` when a part is not known by it. */
  readonly keys: readonly ((part: Part) => string | undefined)[];
}

/**
 * The parts of two versions that are the same by the surest key that they share.
 *
 * @param matching - the parts and their keys
 */
export function matchParts<Part>({ older, newer, keys }: Matching<Part>): MatchedParts<Part> {
  const left = new Set(older);
  const matches = new Map<Part, Part>();
  for (const keyOf of keys) {
    for (const part of newer) {
      const key = matches.has(part) ? undefined : keyOf(part);
      const match = key === undefined ? undefined : [...left].find((candidate) => keyOf(candidate) === key);
      if (match === undefined) continue;
      matches.set(part, match);
      left.delete(match);
    }
  }
  const pairs = newer.flatMap((part) => {
    const match = matches.get(part);
    return match === undefined ? [] : [{ older: match, newer: part }];
  });
  return { pairs, removed: [...left], added: newer.filter((part) => !matches.has(part)) };
}
