import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Clause, Clauses } from '../clauses.js';
import { clausesFromNode } from '../clauses.js';
import { isHidden } from '../hidden-property.js';
import { childNode } from '../keyword/child.js';
import { memberOf } from '../member.js';
import type { Node } from '../node.js';
import { resolveReference } from '../reference.js';
import { itemNodes } from '../sample/items.js';
import { memberNodes } from '../sample/members.js';
import type { Direction } from '../schema.js';
import { isValidByNode } from '../validate.js';

/** Which members may be there. */
export interface Speaking {
  readonly direction: Direction | undefined;
  /** Whether a member that no schema speaks of is refused. */
  readonly isClosed: boolean;
}

/**
 * Whether every member of a value, at every depth, is one that its schemas speak of and that travels this way.
 *
 * @param nodes - the schemas of the value, all of which it satisfies
 * @param value - valid by them
 * @param speaking - what is refused
 */
export function areMembersSpoken(nodes: readonly Node[], value: JsonValue, speaking: Speaking): boolean {
  if (typeof value !== 'object' || value === null || (speaking.direction === undefined && !speaking.isClosed)) return true;
  const applied: Node[] = [];
  let isFree = true;
  for (const node of nodes) if (!gather(node, value, { applied, speaking })) isFree = false;
  if (isFree) return true;
  if (Array.isArray(value)) {
    const items: readonly JsonValue[] = value;
    return items.every((item, index) => areMembersSpoken(itemNodesOf(applied, item, { index, speaking }), item, speaking));
  }
  return Object.entries(value).every(([name, member]) => member === undefined || isMemberSpoken(applied, { name, member }, speaking));
}

/**
 * The schemas that hold of a value in place: those given, and what stands behind their references, in `allOf` and in the branches it matches.
 *
 * @param nodes - all of which the value satisfies
 * @param value - valid by them
 * @param direction - the way it travels
 */
export function nodesInForce(nodes: readonly Node[], value: JsonValue, direction: Direction | undefined): readonly Node[] {
  const applied: Node[] = [];
  for (const node of nodes) gather(node, value, { applied, speaking: { direction, isClosed: true } });
  return applied;
}

interface Member {
  readonly name: string;
  readonly member: JsonValue;
}

function isMemberSpoken(applied: readonly Node[], { name, member }: Member, speaking: Speaking): boolean {
  const { direction, isClosed } = speaking;
  const nodes = memberNodes({ nodes: applied }, name);
  if (direction !== undefined && nodes.some((node) => isHidden(node, direction))) return false;
  if (isClosed && nodes.length === 0 && !applied.some((node) => isNamedOtherwise(node, name))) return false;
  return areMembersSpoken(nodes, member, speaking);
}

/** What must be there is written, though only `required` names it. */
function isNamedOtherwise(node: Node, name: string): boolean {
  const clauses = clausesFromNode(node);
  const isListed = (list: JsonValue | undefined): boolean => Array.isArray(list) && list.includes(name);
  if (isListed(clauses.get('required')?.value)) return true;
  const dependent = clauses.get('dependentRequired')?.value;
  if (isJsonObject(dependent) && Object.values(dependent).some(isListed)) return true;
  const discriminator = clauses.get('discriminator')?.value;
  return (isJsonObject(discriminator) ? discriminator['propertyName'] : discriminator) === name;
}

interface ItemInput {
  readonly index: number;
  readonly speaking: Speaking;
}

function itemNodesOf(applied: readonly Node[], item: JsonValue, { index, speaking }: ItemInput): readonly Node[] {
  const nodes = itemNodes({ nodes: applied }, index);
  if (nodes.length === 0) return nodes;
  const contained = applied.flatMap((node) => {
    const clause = clausesFromNode(node).get('contains');
    return clause === undefined ? [] : [childNode(clause, clause.value)];
  });
  return [...nodes, ...contained.filter((node) => isValidByNode(node, item, speaking))];
}

interface Gathering {
  /** Those that hold of the value in place, what stands behind references and in matching branches among them. */
  readonly applied: Node[];
  readonly speaking: Speaking;
}

/** Gathers the schemas that hold in place; whether none of them says anything, so that anything may be written. */
function gather(node: Node, value: JsonValue, gathering: Gathering): boolean {
  if (!isJsonObject(node.value) || gathering.applied.includes(node)) return true;
  gathering.applied.push(node);
  const clauses = clausesFromNode(node);
  let isFree = true;
  for (const clause of clauses.values()) if (!isFreeBy(clause, clauses, { value, gathering })) isFree = false;
  return isFree;
}

interface Judged {
  readonly value: JsonValue;
  readonly gathering: Gathering;
}

function isFreeBy(clause: Clause, clauses: Clauses, { value, gathering }: Judged): boolean {
  const below = (node: Node): boolean => gather(node, value, gathering);
  const holds = (node: Node): boolean => isValidByNode(node, value, gathering.speaking);
  switch (clause.keyword) {
    case '$ref':
    case '$dynamicRef':
    case '$recursiveRef': {
      const target = typeof clause.value === 'string' ? resolveReference(clause.node, clause.value) : undefined;
      return target === undefined || below(target);
    }
    case 'allOf':
      // Each part is gathered, so no `every` that stops early.
      return listNodes(clause).map(below).every(Boolean);
    case 'anyOf':
    case 'oneOf':
      return listNodes(clause).filter(holds).map(below).some(Boolean);
    case 'if': {
      const condition = childNode(clause, clause.value);
      const isMet = holds(condition);
      if (isMet) below(condition);
      const chosen = clauses.get(isMet ? 'then' : 'else');
      return chosen === undefined || below(childNode(chosen, chosen.value));
    }
    case 'dependentSchemas':
      for (const [name, schema] of Object.entries(isJsonObject(clause.value) ? clause.value : {}))
        if (isJsonObject(value) && memberOf(value, name) !== undefined) below(childNode(clause, schema ?? true, name));
      return false;
    default:
      return SILENT.has(clause.keyword);
  }
}

function listNodes(clause: Clause): readonly Node[] {
  return Array.isArray(clause.value) ? clause.value.map((value: JsonValue, index) => childNode(clause, value, index)) : [];
}

/** Remarks, and what speaks only together with another keyword. */
const SILENT: ReadonlySet<string> = new Set('then else nullable readOnly writeOnly default example examples'.split(' '));
