import { isJsonObject } from '../../base/json.js';
import { clausesFromNode } from '../clauses.js';
import type { Node } from '../node.js';
import { childNodes, memberNodes, referredNode } from './literal.js';

/**
 * Whether a schema comes back to itself without going into the value: such a schema is broken and means nothing that could be followed.
 *
 * @param node - any schema
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-9.4.1
 */
export function isLooping(node: Node): boolean {
  return search(node, new Set());
}

const KNOWN = new WeakMap<Node, boolean>();

function search(node: Node, path: Set<Node>): boolean {
  if (!isJsonObject(node.value)) return false;
  if (path.has(node) || path.size > MAX_DEPTH) return true;
  const known = KNOWN.get(node);
  if (known !== undefined) return known;
  path.add(node);
  const found = nodesInPlace(node).some((child) => search(child, path));
  path.delete(node);
  KNOWN.set(node, found);
  return found;
}

const MAX_DEPTH = 200;

function nodesInPlace(node: Node): readonly Node[] {
  const clauses = clausesFromNode(node);
  const target = referredNode(clauses.get('$ref'));
  return [
    ...(target === undefined ? [] : [target]),
    ...KEYWORDS.flatMap((keyword) => childNodes(clauses.get(keyword))),
    ...memberNodes(clauses.get('dependentSchemas')).map(([, child]) => child),
  ];
}

const KEYWORDS = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'];
