import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Clause } from '../../schema/clauses.js';
import { clausesFromNode } from '../../schema/clauses.js';
import { childNode } from '../../schema/keyword/child.js';
import type { Node } from '../../schema/node.js';
import { resolveReference } from '../../schema/reference.js';

/** What a schema says of one value, its references followed and its `allOf` laid together. */
export interface SchemaView {
  /** The schema itself first. */
  readonly nodes: readonly Node[];
  /** By the 2020-12 name, in document order. */
  readonly clauses: ReadonlyMap<string, readonly Clause[]>;
}

/**
 * What some schemas that hold together say, without their references and `allOf`.
 *
 * @param roots - all of them hold
 */
export function viewOf(roots: readonly Node[]): SchemaView {
  const nodes: Node[] = [];
  for (const root of roots) collect(root, nodes);
  const clauses = new Map<string, Clause[]>();
  for (const node of nodes) {
    for (const clause of clausesFromNode(node).values()) {
      const known = clauses.get(clause.keyword);
      if (known === undefined) clauses.set(clause.keyword, [clause]);
      else known.push(clause);
    }
  }
  return { nodes, clauses };
}

function collect(node: Node, nodes: Node[]): void {
  if (nodes.includes(node) || nodes.length >= MAX_NODE_COUNT) return;
  nodes.push(node);
  const clauses = clausesFromNode(node);
  const reference = clauses.get('$ref')?.value;
  const target = typeof reference === 'string' ? resolveReference(node, reference) : undefined;
  if (target !== undefined) collect(target, nodes);
  const all = clauses.get('allOf');
  if (all !== undefined) for (const part of listNodes(all)) collect(part, nodes);
}

/**
 * The subschemas of a list clause.
 *
 * @param clause - `allOf`, `anyOf`, `oneOf` or `prefixItems`
 */
export function listNodes(clause: Clause): readonly Node[] {
  return Array.isArray(clause.value) ? clause.value.map((value: JsonValue, index) => childNode(clause, value, index)) : [];
}

/**
 * The subschemas of a map clause by name; those of one name hold together.
 *
 * @param clauses - `properties` or `patternProperties` of one view
 */
export function mapNodes(clauses: readonly Clause[] | undefined): ReadonlyMap<string, readonly Node[]> {
  const members = new Map<string, Node[]>();
  for (const clause of clauses ?? []) {
    if (!isJsonObject(clause.value)) continue;
    for (const [name, value] of Object.entries(clause.value)) {
      if (value === undefined) continue;
      const node = childNode(clause, value, name);
      const known = members.get(name);
      if (known === undefined) members.set(name, [node]);
      else known.push(node);
    }
  }
  return members;
}

/** No honest schema is laid together of more. */
const MAX_NODE_COUNT = 200;
