import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { tokensFromPointer } from '../base/json-pointer.js';
import type { DocumentNode } from '../contract/openapi/reading.js';
import { childNode } from '../contract/openapi/reading.js';
import type { DocumentSet } from '../schema/schema.js';
import { resolveUri } from '../schema/uri.js';
import type { Sides } from './sides.js';

/** The documents of two versions. */
interface Versions {
  readonly older: DocumentSet;
  readonly newer: DocumentSet;
}

/**
 * Whether two references lead nowhere by the same words, hop by hop. Nobody knows what would stand there, but nobody has changed it either: to warn
 * of it would be to warn in every comparison.
 *
 * @param versions - where the references lead
 * @param sides - objects with a `$ref` that cannot be followed to its end
 * @returns `false` where it may well lead somewhere, as by an anchor
 */
export function isSameDeadEnd({ older, newer }: Versions, sides: Sides<DocumentNode>): boolean {
  let [left, right] = sides;
  for (let hopCount = 0; hopCount < MAX_HOP_COUNT; hopCount += 1) {
    const words = referenceOf(left.value);
    if (words === undefined || words !== referenceOf(right.value)) return false;
    const [before, after] = [hop(older, left.uri, words), hop(newer, right.uri, words)];
    if (before === 'nowhere' || after === 'nowhere') return before === after;
    if (before === undefined || after === undefined) return false;
    [left, right] = [before, after];
  }
  return false;
}

/** What a reference leads to at once; `undefined` where it is not known. */
function hop(documents: DocumentSet, base: string, reference: string): DocumentNode | 'nowhere' | undefined {
  const { uri, fragment } = resolveUri(base, reference);
  const root = documents.get(uri);
  if (root === undefined) return 'nowhere';
  if ((fragment !== '' && !fragment.startsWith('/')) || fragment.includes('%')) return undefined;
  let node: DocumentNode = { value: root, uri, pointer: '' };
  for (const token of tokensFromPointer(fragment)) {
    const next: DocumentNode = childNode(node, token);
    if (next.value === undefined) return referenceOf(node.value) === undefined ? 'nowhere' : undefined;
    node = next;
  }
  return node;
}

function referenceOf(value: JsonValue | undefined): string | undefined {
  const reference = isJsonObject(value) ? value['$ref'] : undefined;
  return typeof reference === 'string' ? reference : undefined;
}

const MAX_HOP_COUNT = 64;
