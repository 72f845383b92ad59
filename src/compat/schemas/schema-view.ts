import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Clause } from '../../schema/clauses.js';
import { clausesFromNode } from '../../schema/clauses.js';
import { childNode } from '../../schema/keyword/child.js';
import type { Node } from '../../schema/node.js';
import { resolveReference } from '../../schema/reference.js';
import type { Sides } from '../sides.js';

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
  return viewBy(roots, (keyword) => keyword === 'allOf');
}

/**
 * What two versions say, to be compared. A union of one arm, `null` aside, is laid together too where the other version has no such union:
 * generators write so what stands beside a description, and 3.1 what may be null.
 *
 * @param sides - the schemas of each version, all of which hold
 */
export function viewsOf([older, newer]: Sides<readonly Node[]>): Sides<SchemaView> {
  const [left, right] = [viewOf(older), viewOf(newer)];
  return [unwrapped(left, right, older), unwrapped(right, left, newer)];
}

function unwrapped(own: SchemaView, other: SchemaView, roots: readonly Node[]): SchemaView {
  // One may stand within the other.
  const wraps = UNIONS.filter((keyword) => !other.clauses.has(keyword));
  if (!wraps.some((keyword) => own.clauses.get(keyword)?.some(isOfOne) === true)) return own;
  return viewBy(roots, (keyword, clause) => keyword === 'allOf' || (wraps.includes(keyword) && isOfOne(clause)));
}

const UNIONS: readonly string[] = ['anyOf', 'oneOf'];

function isOfOne({ value }: Clause): boolean {
  return Array.isArray(value) && value.filter((arm: JsonValue) => !isNullAlone(arm)).length === 1;
}

function isNullAlone(arm: JsonValue): boolean {
  return isJsonObject(arm) && arm['type'] === 'null';
}

/** Whether what a clause lists is laid together with the rest. */
type IsOpened = (keyword: string, clause: Clause) => boolean;

function viewBy(roots: readonly Node[], isOpened: IsOpened): SchemaView {
  const nodes: Node[] = [];
  for (const root of roots) collect(root, nodes, isOpened);
  const clauses = new Map<string, Clause[]>();
  for (const node of nodes) {
    for (const clause of clausesFromNode(node).values()) {
      // That there is a `null` beside it is told of the union.
      if (UNIONS.includes(clause.keyword) && isOpened(clause.keyword, clause) && listNodes(clause).length === 1) continue;
      const known = clauses.get(clause.keyword);
      if (known === undefined) clauses.set(clause.keyword, [clause]);
      else known.push(clause);
    }
  }
  return { nodes, clauses };
}

function collect(node: Node, nodes: Node[], isOpened: IsOpened): void {
  if (nodes.includes(node) || nodes.length >= MAX_NODE_COUNT) return;
  nodes.push(node);
  const clauses = clausesFromNode(node);
  const reference = clauses.get('$ref')?.value;
  const target = typeof reference === 'string' ? resolveReference(node, reference) : undefined;
  if (target !== undefined) collect(target, nodes, isOpened);
  for (const [keyword, clause] of clauses)
    if (isOpened(keyword, clause))
      for (const part of listNodes(clause)) if (keyword === 'allOf' || !isNullAlone(part.value)) collect(part, nodes, isOpened);
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
