import { appendToken } from '../../base/json-pointer.js';
import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Clause, Clauses } from '../../schema/clauses.js';
import { clausesFromNode } from '../../schema/clauses.js';
import { childNode } from '../../schema/keyword/child.js';
import type { Node } from '../../schema/node.js';
import { patternFromText } from '../../schema/pattern/pattern.js';
import { resolveReference } from '../../schema/reference.js';
import type { ReadTree } from './read-tree.js';

/**
 * Of the places that are read, those that a schema says something of, as pointers from here. Of a value that can have no members it says all
 * there is to say.
 *
 * @param node - any schema
 * @param tree - what is read of its values
 */
export function spokenPlaces(node: Node, tree: ReadTree): ReadonlySet<string> {
  const found = new Set<string>();
  search({ node, tree, at: '', found }, new Set());
  return found;
}

interface Search {
  readonly node: Node;
  readonly tree: ReadTree;
  readonly at: string;
  readonly found: Set<string>;
}

function search(from: Search, seen: Set<JsonValue>): void {
  const { node, tree, at, found } = from;
  if (tree.children.size === 0 || seen.has(node.value)) return;
  seen.add(node.value);
  const clauses = clausesFromNode(node);
  if (node.value === false || isWithoutMembers(clauses)) {
    addAll(tree, at, found);
    return;
  }
  for (const [name, below] of tree.children) {
    for (const member of membersOf(clauses, name)) {
      found.add(appendToken(at, name));
      search({ node: member, tree: below, at: appendToken(at, name), found }, new Set());
    }
  }
  for (const part of inPlace(clauses)) search({ ...from, node: part }, seen);
}

function addAll(tree: ReadTree, at: string, found: Set<string>): void {
  for (const [name, below] of tree.children) {
    found.add(appendToken(at, name));
    addAll(below, appendToken(at, name), found);
  }
}

function isWithoutMembers(clauses: Clauses): boolean {
  const type = clauses.get('type')?.value;
  const types: readonly JsonValue[] = type === undefined ? [] : Array.isArray(type) ? type : [type];
  if (types.length > 0 && types.every((name) => typeof name === 'string' && SCALARS.has(name))) return true;
  const only = clauses.get('const')?.value;
  const known = clauses.get('enum')?.value;
  const values: readonly JsonValue[] = only !== undefined ? [only] : Array.isArray(known) ? known : [];
  return values.length > 0 && values.every((value) => typeof value !== 'object' || value === null);
}

/** What is said of a member, or of the items. */
function membersOf(clauses: Clauses, name: string): readonly Node[] {
  const properties = entriesOf(clauses.get('properties')).filter(([each]) => each === name || name === '*');
  const patterns = entriesOf(clauses.get('patternProperties')).filter(([source]) => name === '*' || patternFromText(source).test(name));
  const others = ['additionalProperties', 'items', 'contains', 'unevaluatedProperties', 'unevaluatedItems'].flatMap((keyword) => {
    const clause = clauses.get(keyword);
    return clause === undefined || clause.value === true ? [] : [childNode(clause, clause.value)];
  });
  const prefix = clauses.get('prefixItems');
  const numbered = prefix === undefined ? [] : listOf(prefix);
  return [...properties.map(([, node]) => node), ...patterns.map(([, node]) => node), ...others, ...numbered];
}

function entriesOf(clause: Clause | undefined): readonly (readonly [name: string, node: Node])[] {
  if (clause === undefined || !isJsonObject(clause.value)) return [];
  return Object.entries(clause.value).map(([name, value]) => [name, childNode(clause, value ?? true, name)] as const);
}

function inPlace(clauses: Clauses): readonly Node[] {
  const nodes: Node[] = [];
  for (const keyword of ['$ref', '$dynamicRef', '$recursiveRef']) {
    const clause = clauses.get(keyword);
    const target = typeof clause?.value === 'string' ? resolveReference(clause.node, clause.value) : undefined;
    if (target !== undefined) nodes.push(target);
  }
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    const clause = clauses.get(keyword);
    if (clause !== undefined) nodes.push(...listOf(clause));
  }
  for (const keyword of ['then', 'else', 'if', 'not']) {
    const clause = clauses.get(keyword);
    if (clause !== undefined) nodes.push(childNode(clause, clause.value));
  }
  return nodes;
}

function listOf(clause: Clause): readonly Node[] {
  return Array.isArray(clause.value) ? clause.value.map((value: JsonValue, index) => childNode(clause, value, index)) : [];
}

const SCALARS: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean', 'null']);
