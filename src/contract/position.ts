import { tokensFromPointer } from '../base/json-pointer.js';
import { offsetsInJson } from './json-position.js';
import type { LineColumn } from './line-column.js';
import { lineColumnsOf } from './line-column.js';
import type { PointerTree } from './pointer-tree.js';
import { pointerTree } from './pointer-tree.js';
import { offsetsInYaml } from './yaml-position.js';

export type { LineColumn } from './line-column.js';

/**
 * Where the values of pointers stand in a text, found in one pass: at the key of a member, at the value of an array's item. A pointer that
 * leads nowhere has the place of its nearest ancestor that is there.
 *
 * @param text - of a document that `parseDocument` accepts
 * @param pointers - JSON pointers into it
 * @returns a place for every pointer; line 1, column 1 when the text cannot be read
 */
export function positionsInText(text: string, pointers: Iterable<string>): Map<string, LineColumn> {
  const wanted = [...new Set(pointers)];
  if (wanted.length === 0) return new Map();
  const clean = text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text;
  const tree = pointerTree(wanted.map(tokensFromPointer));
  if (!isJson(clean) || !offsetsInJson(clean, tree)) offsetsInYaml(clean, tree);
  const lineColumnAt = lineColumnsOf(clean);
  return new Map(wanted.map((pointer) => [pointer, lineColumnAt(nearestOffset(tree, pointer))]));
}

function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

function nearestOffset(tree: PointerTree, pointer: string): number {
  let node: PointerTree | undefined = tree;
  let offset = tree.offset ?? 0;
  for (const token of tokensFromPointer(pointer)) {
    node = node.children.get(token);
    if (node?.offset === undefined) return offset;
    offset = node.offset;
  }
  return offset;
}
