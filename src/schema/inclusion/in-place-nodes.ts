import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Clause } from '../clauses.js';
import { clausesFromNode } from '../clauses.js';
import { childNode } from '../keyword/child.js';
import type { Node } from '../node.js';
import { resolveReference } from '../reference.js';

/**
 * A schema and all that may speak of the same value: what stands behind its references, in its `allOf`, and in any branch, taken or not.
 *
 * @param node - of the value
 * @returns each once, the node itself first
 */
export function inPlaceNodes(node: Node): readonly Node[] {
  const known = IN_PLACE.get(node);
  if (known !== undefined) return known;
  const found: Node[] = [];
  collect(node, found);
  IN_PLACE.set(node, found);
  return found;
}

/**
 * Whether a schema has but one way to be met in place: no branch of it is chosen.
 *
 * @param node - of the value
 */
export function isOneWay(node: Node): boolean {
  return inPlaceNodes(node).every((inner) => [...clausesFromNode(inner).keys()].every((keyword) => !CHOOSING.has(keyword)));
}

const CHOOSING: ReadonlySet<string> = new Set('anyOf oneOf not if dependentSchemas nullable $dynamicRef $recursiveRef'.split(' '));

const IN_PLACE = new WeakMap<Node, readonly Node[]>();

function collect(node: Node, found: Node[]): void {
  if (!isJsonObject(node.value) || found.includes(node)) return;
  found.push(node);
  for (const clause of clausesFromNode(node).values()) for (const below of nodesBelow(clause)) collect(below, found);
}

function nodesBelow(clause: Clause): readonly Node[] {
  const { keyword, value, node } = clause;
  if (REFERENCES.has(keyword)) {
    const target = typeof value === 'string' ? resolveReference(node, value) : undefined;
    return target === undefined ? [] : [target];
  }
  if (LISTS.has(keyword)) return Array.isArray(value) ? value.map((item: JsonValue, index) => childNode(clause, item, index)) : [];
  if (keyword === 'dependentSchemas' && isJsonObject(value))
    return Object.entries(value).map(([name, schema]) => childNode(clause, schema ?? true, name));
  return CONDITIONS.has(keyword) ? [childNode(clause, value)] : [];
}

const REFERENCES: ReadonlySet<string> = new Set(['$ref', '$dynamicRef', '$recursiveRef']);
const LISTS: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf']);
const CONDITIONS: ReadonlySet<string> = new Set(['if', 'then', 'else']);
