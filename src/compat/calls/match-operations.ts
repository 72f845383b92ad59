import type { Contract, OperationEntry } from '../../contract/contract.js';

/** Which operations of two versions are the same one. */
export interface MatchedOperations {
  /** In the order of the newer contract. */
  readonly pairs: readonly OperationPair[];
  readonly removed: readonly OperationEntry[];
  readonly added: readonly OperationEntry[];
  /** Set when a base path went into the paths or out of them: then the two together are what was compared. */
  readonly isByFullPath: boolean;
}

export interface OperationPair {
  readonly older: OperationEntry;
  readonly newer: OperationEntry;
}

/**
 * The operations of two versions by method and path. What parameters of a path are called does not matter, nor does an `operationId`.
 *
 * @param older - the contract that consumers rely on
 * @param newer - the one that is to replace it
 */
export function matchOperations(older: Contract, newer: Contract): MatchedOperations {
  const byPath = matchBy(older.operations, newer.operations, [(path) => path, (path) => path]);
  const [before, after] = [older.basePaths[0] ?? '', newer.basePaths[0] ?? ''];
  if (before === after || byPath.removed.length === 0) return { ...byPath, isByFullPath: false };
  const byFullPath = matchBy(older.operations, newer.operations, [(path) => `${before}${path}`, (path) => `${after}${path}`]);
  return byFullPath.pairs.length > byPath.pairs.length ? { ...byFullPath, isByFullPath: true } : { ...byPath, isByFullPath: false };
}

type PathOf = (path: string) => string;

function matchBy(
  older: readonly OperationEntry[],
  newer: readonly OperationEntry[],
  [pathOfOlder, pathOfNewer]: readonly [PathOf, PathOf],
): Omit<MatchedOperations, 'isByFullPath'> {
  const waiting = new Map<string, OperationEntry[]>();
  for (const entry of older) {
    const key = keyOf(entry.method, pathOfOlder(entry.path));
    const known = waiting.get(key);
    if (known === undefined) waiting.set(key, [entry]);
    else known.push(entry);
  }
  const pairs: OperationPair[] = [];
  const added: OperationEntry[] = [];
  for (const entry of newer) {
    const candidates = waiting.get(keyOf(entry.method, pathOfNewer(entry.path)));
    // Two templates that differ only by names are two operations where one contract has both.
    const same = candidates?.findIndex((candidate) => candidate.path === entry.path) ?? -1;
    const [match] = candidates?.splice(Math.max(same, 0), 1) ?? [];
    if (match === undefined) added.push(entry);
    else pairs.push({ older: match, newer: entry });
  }
  const left = new Set([...waiting.values()].flat());
  return { pairs, added, removed: older.filter((entry) => left.has(entry)) };
}

function keyOf(method: string, path: string): string {
  return `${method} ${path.replaceAll(/\{[^{}]*\}/g, '{}')}`;
}
