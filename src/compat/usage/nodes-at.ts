import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Clause } from '../../schema/clauses.js';
import { clausesFromNode } from '../../schema/clauses.js';
import { childNode } from '../../schema/keyword/child.js';
import type { Node } from '../../schema/node.js';
import { nodeFromSchema } from '../../schema/node.js';
import { patternFromText } from '../../schema/pattern/pattern.js';
import { resolveReference } from '../../schema/reference.js';
import type { Schema } from '../../schema/schema.js';

/**
 * All that a schema says of a place in its values, in any of its branches; empty when it does not speak of it.
 *
 * @param schema - of the whole value
 * @param place - names of members, `*` for items
 */
export function nodesAt(schema: Schema, place: readonly string[]): readonly Node[] {
  let nodes: readonly Node[] = [nodeFromSchema(schema)];
  for (const token of place) nodes = everywhere(nodes).flatMap((node) => childNodes(node, token));
  return everywhere(nodes);
}

/**
 * What a node says by itself of one of its members or items, in whatever clause.
 *
 * @param node - of an object or a list
 * @param token - name of the member, `*` for items
 */
export function childNodes(node: Node, token: string): readonly Node[] {
  const clauses = clausesFromNode(node);
  const properties = clauses.get('properties');
  const patterns = clauses.get('patternProperties');
  const children: Node[] = [];
  for (const keyword of ['items', 'additionalProperties']) {
    const clause = clauses.get(keyword);
    if (clause !== undefined && typeof clause.value !== 'boolean') children.push(childNode(clause, clause.value));
  }
  if (isJsonObject(properties?.value) && Object.hasOwn(properties.value, token))
    children.push(childNode(properties, properties.value[token] ?? true, token));
  if (isJsonObject(patterns?.value)) {
    for (const [source, value] of Object.entries(patterns.value))
      if (token === '*' || patternFromText(source).test(token)) children.push(childNode(patterns, value ?? true, source));
  }
  return [...children, ...partsOf(clauses.get('prefixItems'))];
}

/**
 * The schemas of a list clause.
 *
 * @param clause - of `allOf`, `oneOf` and their like; none without one
 */
export function partsOf(clause: Clause | undefined): readonly Node[] {
  if (clause === undefined || !Array.isArray(clause.value)) return [];
  return clause.value.map((value: JsonValue, index) => childNode(clause, value, index));
}

/**
 * The nodes with all that may hold at the same place: behind references, and in every combination.
 *
 * @param nodes - of one place
 */
export function everywhere(nodes: readonly Node[]): readonly Node[] {
  const found = new Set<Node>(nodes);
  for (const node of found) {
    if (found.size > MAX_NODE_COUNT) break;
    for (const other of besideOf(node)) found.add(other);
  }
  return [...found];
}

function besideOf(node: Node): readonly Node[] {
  const clauses = clausesFromNode(node);
  const targets = REFERENCES.flatMap((keyword) => {
    const reference = clauses.get(keyword)?.value;
    return (typeof reference === 'string' ? resolveReference(node, reference) : undefined) ?? [];
  });
  const branches = ['then', 'else'].flatMap((keyword) => {
    const clause = clauses.get(keyword);
    return clause === undefined ? [] : [childNode(clause, clause.value)];
  });
  return [...targets, ...branches, ...['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => partsOf(clauses.get(keyword)))];
}

const REFERENCES = ['$ref', '$dynamicRef', '$recursiveRef'];
const MAX_NODE_COUNT = 200;
