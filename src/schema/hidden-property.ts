import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Clause } from './clauses.js';
import { clausesFromNode } from './clauses.js';
import { childNode } from './keyword/child.js';
import type { Node } from './node.js';
import { resolveReference } from './reference.js';
import type { Direction } from './schema.js';

/** `$ref` to `$ref` to `$ref`: longer chains are not followed. */
const MAX_CHAIN_LENGTH = 8;

/**
 * Whether a property does not travel in a direction: `readOnly` in a request, `writeOnly` in a response. The flag is looked for on the
 * property, behind its `$ref`s and in its `allOf`; the property in the schema itself and in its `allOf`.
 *
 * @param node - an object schema
 * @param name - of the property
 * @param direction - the way the value travels
 */
export function isHiddenProperty(node: Node, name: string, direction: Direction): boolean {
  const flag = direction === 'request' ? 'readOnly' : 'writeOnly';
  return [node, ...allOfNodes(node)].some((owner) => {
    const property = propertyNode(owner, name);
    return property !== undefined && hasFlag(property, flag);
  });
}

/**
 * Whether a schema says of itself that it does not travel in a direction.
 *
 * @param node - of a property
 * @param direction - the way the value travels
 */
export function isHidden(node: Node, direction: Direction): boolean {
  const answers = HIDDEN[direction];
  let answer = answers.get(node);
  if (answer === undefined) {
    answer = hasFlag(node, direction === 'request' ? 'readOnly' : 'writeOnly');
    answers.set(node, answer);
  }
  return answer;
}

/** Asked of each member of each value. */
const HIDDEN: Readonly<Record<Direction, WeakMap<Node, boolean>>> = { request: new WeakMap(), response: new WeakMap() };

function hasFlag(node: Node, flag: 'readOnly' | 'writeOnly'): boolean {
  if (clausesFromNode(node).get(flag)?.value === true) return true;
  const target = behindReferences(node);
  if (clausesFromNode(target).get(flag)?.value === true) return true;
  return allOfNodes(target).some((part) => clausesFromNode(part).get(flag)?.value === true);
}

function propertyNode(owner: Node, name: string): Node | undefined {
  const clause = clausesFromNode(owner).get('properties');
  if (clause === undefined || !isJsonObject(clause.value) || !Object.hasOwn(clause.value, name)) return undefined;
  const value = clause.value[name];
  return value === undefined ? undefined : childNode(clause, value, name);
}

function allOfNodes(node: Node): readonly Node[] {
  const clause = clausesFromNode(node).get('allOf');
  return clause === undefined ? [] : listNodes(clause).map(behindReferences);
}

function listNodes(clause: Clause): readonly Node[] {
  return Array.isArray(clause.value) ? clause.value.map((value: JsonValue, index) => childNode(clause, value, index)) : [];
}

function behindReferences(node: Node): Node {
  let current = node;
  for (let step = 0; step < MAX_CHAIN_LENGTH; step += 1) {
    const reference = clausesFromNode(current).get('$ref')?.value;
    const target = typeof reference === 'string' ? resolveReference(current, reference) : undefined;
    if (target === undefined) return current;
    current = target;
  }
  return current;
}
