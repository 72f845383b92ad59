import type { TextTree } from './coerce-text.js';
import type { Malformed } from './styled-text.js';
import { BROKEN_ESCAPE } from './styled-text.js';
import type { TextPairs } from './text-pairs.js';

/** A value under construction: texts of one name, or what stands below its brackets. */
type Branch = Map<string, Branch | string[]>;

/**
 * The tree of all pairs named `name[…]`, `undefined` when there is none. Brackets may nest, and empty ones append: OpenAPI defines one
 * level only, and clients write more. Numbered and appended members stay an object here; the schema decides what becomes an array.
 *
 * @param pairs - names decoded
 * @param name - of the parameter
 * @param decode - of a raw value
 * @see OpenAPI 3.1.1 §4.8.12.3 (deepObject)
 */
export function treeFromDeepObject(
  pairs: TextPairs,
  name: string,
  decode: (text: string) => string | undefined,
): TextTree | Malformed | undefined {
  const root: Branch = new Map();
  for (const pair of pairs.list) {
    if (!isBelow(pair.name, name)) continue;
    const path = pathFromBrackets(pair.name.slice(name.length));
    if (path === undefined) continue;
    if (path.length > MAX_BRACKET_DEPTH) return { malformed: `has more than ${MAX_BRACKET_DEPTH} levels of brackets` };
    const value = decode(pair.rawValue);
    if (value === undefined) return BROKEN_ESCAPE;
    if (!insert(root, path, value)) return { malformed: `has both a value and members at "${pair.name}"` };
  }
  return root.size === 0 ? undefined : treeFromBranch(root);
}

/**
 * Whether a pair's name stands for a member of the parameter.
 *
 * @param pairName - decoded
 * @param name - of the parameter
 */
export function isBelow(pairName: string, name: string): boolean {
  return pairName.length > name.length && pairName.charCodeAt(name.length) === 0x5b && pairName.startsWith(name);
}

/** `[a][b]` as `a`, `b`; `undefined` when the brackets do not match: then it is some other parameter. */
function pathFromBrackets(text: string): readonly string[] | undefined {
  if (!text.endsWith(']')) return undefined;
  const path = text.slice(1, -1).split('][');
  return path.some((token) => token.includes('[') || token.includes(']')) ? undefined : path;
}

function insert(root: Branch, path: readonly string[], value: string): boolean {
  let branch = root;
  for (const token of path.slice(0, -1)) {
    const key = token === '' ? String(branch.size) : token;
    const below = branch.get(key) ?? new Map<string, Branch | string[]>();
    if (Array.isArray(below)) return false;
    branch.set(key, below);
    branch = below;
  }
  const last = path.at(-1) ?? '';
  const key = last === '' ? String(branch.size) : last;
  const texts = branch.get(key) ?? [];
  if (!Array.isArray(texts)) return false;
  texts.push(value);
  branch.set(key, texts);
  return true;
}

function treeFromBranch(branch: Branch): TextTree {
  const members = new Map<string, TextTree>();
  for (const [name, below] of branch) {
    if (!Array.isArray(below)) members.set(name, treeFromBranch(below));
    else members.set(name, below.length === 1 ? (below[0] ?? '') : below);
  }
  return members;
}

const MAX_BRACKET_DEPTH = 32;
