import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { clausesFromNode } from '../clauses.js';
import { isHidden } from '../hidden-property.js';
import { childNode } from '../keyword/child.js';
import type { Node } from '../node.js';
import { patternFromText } from '../pattern/pattern.js';
import type { Direction } from '../schema.js';
import { clausesNamed } from './facts.js';
import type { Way } from './ways.js';

/**
 * All schemas that speak of a member.
 *
 * @param way - the schemas, taken apart
 * @param name - of the member
 */
export function memberNodes({ nodes }: Pick<Way, 'nodes'>, name: string): readonly Node[] {
  const [only] = nodes;
  const spoken =
    only !== undefined && nodes.length === 1 ? knownMemberNodes(only, name) : nodes.flatMap((node) => knownMemberNodes(node, name));
  if (spoken.length > 0) return spoken;
  return clausesNamed(nodes, 'unevaluatedProperties').map((clause) => childNode(clause, clause.value));
}

/** Declared members are asked for again and again, others seldom twice. */
function knownMemberNodes(node: Node, name: string): readonly Node[] {
  const properties = clausesFromNode(node).get('properties')?.value;
  if (!isJsonObject(properties) || !Object.hasOwn(properties, name)) return memberNodesOf(node, name);
  const byName = MEMBER_NODES.get(node) ?? new Map<string, readonly Node[]>();
  if (byName.size === 0) MEMBER_NODES.set(node, byName);
  const known = byName.get(name) ?? memberNodesOf(node, name);
  byName.set(name, known);
  return known;
}

const MEMBER_NODES = new WeakMap<Node, Map<string, readonly Node[]>>();

function memberNodesOf(node: Node, name: string): readonly Node[] {
  const clauses = clausesFromNode(node);
  const spoken: Node[] = [];
  const properties = clauses.get('properties');
  const property = isJsonObject(properties?.value) && Object.hasOwn(properties.value, name) ? properties.value[name] : undefined;
  if (properties !== undefined && property !== undefined) spoken.push(childNode(properties, property, name));
  const patterns = clauses.get('patternProperties');
  for (const [source, schema] of patterns !== undefined && isJsonObject(patterns.value) ? Object.entries(patterns.value) : []) {
    if (patterns !== undefined && schema !== undefined && patternFromText(source).test(name))
      spoken.push(childNode(patterns, schema, source));
  }
  const additional = clauses.get('additionalProperties');
  return spoken.length === 0 && additional !== undefined ? [childNode(additional, additional.value)] : spoken;
}

/**
 * The names that `properties` holds, in the order of the schemas.
 *
 * @param way - the schemas, taken apart
 */
export function declaredNames({ nodes }: Pick<Way, 'nodes'>): readonly string[] {
  return [...new Set(clausesNamed(nodes, 'properties').flatMap(({ value }) => (isJsonObject(value) ? Object.keys(value) : [])))];
}

/**
 * The names that must be there, and those that they bring with them.
 *
 * @param way - the schemas, taken apart
 * @param direction - leaves out what does not travel that way
 */
export function requiredNames(way: Way, direction: Direction | undefined): readonly string[] {
  const { nodes } = way;
  const names = new Set(clausesNamed(nodes, 'required').flatMap(({ value }) => textsIn(value)));
  const dependent = clausesNamed(nodes, 'dependentRequired').flatMap(({ value }) => (isJsonObject(value) ? Object.entries(value) : []));
  for (const name of names) {
    // A set can grow while it is walked: what a dependent brings is walked too.
    for (const [because, needed] of dependent) if (because === name) for (const other of textsIn(needed)) names.add(other);
  }
  return [...names].filter((name) => !isHiddenMember(way, name, direction));
}

function textsIn(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/**
 * Whether a member does not travel in a direction.
 *
 * @param way - the schemas, taken apart
 * @param name - of the member
 * @param direction - `undefined` for none in particular: then all travel
 */
export function isHiddenMember(way: Way, name: string, direction: Direction | undefined): boolean {
  return direction !== undefined && memberNodes(way, name).some((node) => isHidden(node, direction));
}
