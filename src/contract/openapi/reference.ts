import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { appendToken, tokensFromPointer } from '../../base/json-pointer.js';
import type { DocumentSet } from '../../schema/schema.js';
import { resolveUri } from '../../schema/uri.js';
import type { DocumentNode, Reading } from './reading.js';
import { childNode, reportDefect, reportWrongType } from './reading.js';

/** No honest chain of references is longer; a circle ends here. */
const MAX_HOP_COUNT = 64;

/**
 * The node itself, or where its `$ref` leads, however many references follow one another.
 *
 * @param reading - takes the defect of a reference that leads nowhere or in a circle
 * @param node - any node; only an object with `$ref` is a reference
 * @returns the first node that is not a reference; `undefined` after a defect
 * @see https://spec.openapis.org/oas/v3.1.1.html#reference-object
 */
export function resolveNode(reading: Reading, node: DocumentNode): DocumentNode | undefined {
  if (!isReference(node)) return node;
  const reference = childNode(node, '$ref').value;
  if (typeof reference !== 'string') {
    reportWrongType(reading, childNode(node, '$ref'), 'string');
    return undefined;
  }
  const target = targetOf(reading.documents, node);
  if (target === 'circular') reportDefect(reading, 'contract/ref-circular', node, { reference });
  else if (target === undefined) reportDefect(reading, 'contract/ref-unresolved', node, { reference });
  return target === 'circular' ? undefined : target;
}

/**
 * Where a reference leads, without judging it.
 *
 * @param documents - that references may lead to
 * @param node - an object with a `$ref`
 * @returns the node that is not a reference, `circular`, or `undefined` when the chain ends nowhere
 */
export function targetOf(documents: DocumentSet, node: DocumentNode): DocumentNode | 'circular' | undefined {
  return followed({ documents }, node, { hopCount: 0 });
}

interface Hops {
  hopCount: number;
}

function followed(reading: Pick<Reading, 'documents'>, start: DocumentNode, hops: Hops): DocumentNode | 'circular' | undefined {
  let node: DocumentNode | 'circular' | undefined = start;
  while (node !== undefined && node !== 'circular' && isReference(node)) {
    hops.hopCount += 1;
    if (hops.hopCount > MAX_HOP_COUNT) return 'circular';
    const reference: JsonValue | undefined = childNode(node, '$ref').value;
    node = typeof reference === 'string' ? nodeAt(reading, node.uri, reference, hops) : undefined;
  }
  return node;
}

function nodeAt(reading: Pick<Reading, 'documents'>, base: string, reference: string, hops: Hops): DocumentNode | 'circular' | undefined {
  const { uri, fragment: encoded } = resolveUri(base, reference);
  const fragment = decodedFragment(encoded);
  const root = reading.documents.get(uri);
  if (root === undefined || (fragment !== '' && !fragment.startsWith('/'))) return undefined;
  let node: DocumentNode = { value: root, uri, pointer: '' };
  for (const token of tokensFromPointer(fragment)) {
    let next: DocumentNode = childNode(node, token);
    if (next.value === undefined && isReference(node)) {
      // A pointer that passes through a reference: not in the letter of RFC 6901, but real documents hold them and bundlers allow them.
      const target = followed(reading, node, hops);
      if (target === undefined || target === 'circular') return target;
      next = { ...childNode(target, token), pointer: appendToken(target.pointer, token) };
    }
    if (next.value === undefined) return undefined;
    node = next;
  }
  return node;
}

function isReference(node: DocumentNode): boolean {
  return isJsonObject(node.value) && Object.hasOwn(node.value, '$ref');
}

function decodedFragment(fragment: string): string {
  if (!fragment.includes('%')) return fragment;
  try {
    return decodeURIComponent(fragment);
  } catch {
    // A `%` that is no escape: it then means itself, and a lookup that fails is reported.
    return fragment;
  }
}
