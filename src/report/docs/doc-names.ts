import type { DocPair } from './doc-pairs.js';
import { keyOfPair } from './doc-pairs.js';

/** The file of a pair, below the folder of the documents. */
export type PairPath = (pair: { readonly consumer: string; readonly provider: string }) => string | undefined;

/**
 * The names of the documents of pairs: each its own, also where a file system does not tell case.
 *
 * @param pairs - in the order of the workspace: of two that would share a name the later one is numbered
 */
export function pairPaths(pairs: readonly DocPair[]): PairPath {
  const unique = uniqueNames();
  const paths = new Map(
    pairs.map((pair) => [keyOfPair(pair), `${PAIR_FOLDER}/${unique(`${plain(pair.consumer)}--${plain(pair.provider)}`)}.md`]),
  );
  return (pair) => paths.get(keyOfPair(pair));
}

/**
 * What makes of a name one that was not there before.
 *
 * @returns numbers names that were
 */
export function uniqueNames(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    let free = name;
    for (let count = 2; taken.has(free.toLowerCase()); count += 1) free = `${name}-${count}`;
    taken.add(free.toLowerCase());
    return free;
  };
}

/** Below it are the documents of pairs, and nothing else. */
export const PAIR_FOLDER = 'pairs';

function plain(name: string): string {
  return (
    name
      .replace(/[^A-Za-z0-9_.-]+/g, '-')
      .replace(/^[.-]+|[.-]+$/g, '')
      .slice(0, MAX_NAME_LENGTH) || 'system'
  );
}

const MAX_NAME_LENGTH = 80;
