import { isJsonObject } from '../base/json.js';
import { clausesFromNode } from './clauses.js';
import { conjuncts } from './conjuncts.js';
import { childNode } from './keyword/child.js';
import type { Node } from './node.js';
import type { Direction } from './schema.js';

/**
 * Whether a property does not travel in a direction: `readOnly` in a request, `writeOnly` in a response. The property is looked for in the
 * schema, behind its `$ref`s and in its `allOf`, and so is the flag: of all that applies to a value, one that says so is enough. What only
 * some branch says (`anyOf`, `oneOf`, `if`, `not`) is not looked at: branches ask for members to tell values apart.
 *
 * @param node - an object schema
 * @param name - of the property
 * @param direction - the way the value travels; `undefined` for none in particular
 * @see https://spec.openapis.org/oas/v3.0.4.html#schema-object (readOnly: "if the property … is in the required list, the required will take effect on the response only")
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-9.4 ("as for a true value if any occurrence specifies a true value")
 */
export function isHiddenProperty(node: Node, name: string, direction: Direction | undefined): boolean {
  if (node.exempt?.has(name) === true) return true;
  if (direction === undefined) return false;
  return conjuncts(node).some((owner) => {
    const property = propertyNode(owner, name);
    return property !== undefined && isHidden(property, direction);
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
    const flag = direction === 'request' ? 'readOnly' : 'writeOnly';
    answer = conjuncts(node).some((part) => clausesFromNode(part).get(flag)?.value === true);
    answers.set(node, answer);
  }
  return answer;
}

/** Asked of each member of each value. */
const HIDDEN: Readonly<Record<Direction, WeakMap<Node, boolean>>> = { request: new WeakMap(), response: new WeakMap() };

/**
 * What stands in a schema's `allOf` or behind its `$ref`, as it is meant there: its `required` does not ask for what the schema around it
 * says does not travel. So a schema means the same however it is laid out in `allOf`.
 *
 * @param owner - the schema around it
 * @param part - the branch of `allOf`, or the target, as it stands by itself
 * @param direction - the way the value travels; `undefined` for none in particular
 * @returns the part itself where nothing is exempt; else always the same node for the same exemption
 */
export function partNode(owner: Node, part: Node, direction: Direction | undefined): Node {
  if (direction === undefined && owner.exempt === undefined) return part;
  // A schema that is nothing but this reference knows of no property that the part does not know.
  if (owner.exempt === undefined && clausesFromNode(owner).size === 1 && clausesFromNode(owner).has('$ref')) return part;
  const names = requiredNames(part).filter((name) => isHiddenProperty(owner, name, direction) && !isHiddenProperty(part, name, direction));
  return exemptNode(part, names);
}

/**
 * The same schema, whose `required` does not ask for some members.
 *
 * @param node - any schema
 * @param names - of the members
 */
export function exemptNode(node: Node, names: readonly string[]): Node {
  if (names.length === 0) return node;
  const exempt = new Set([...names, ...(node.exempt ?? [])]);
  const key = JSON.stringify([...exempt].toSorted());
  const nodes = EXEMPT_NODES.get(node) ?? new Map<string, Node>();
  EXEMPT_NODES.set(node, nodes);
  const known = nodes.get(key) ?? { ...node, exempt };
  nodes.set(key, known);
  return known;
}

/** Checks, clauses and proofs are kept by node. */
const EXEMPT_NODES = new WeakMap<Node, Map<string, Node>>();

/** All names that a schema and what holds beside it in place ask for. */
function requiredNames(node: Node): readonly string[] {
  const names = conjuncts(node).flatMap((part) => {
    const value = clausesFromNode(part).get('required')?.value;
    return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
  });
  return [...new Set(names)];
}

function propertyNode(owner: Node, name: string): Node | undefined {
  const clause = clausesFromNode(owner).get('properties');
  if (clause === undefined || !isJsonObject(clause.value) || !Object.hasOwn(clause.value, name)) return undefined;
  const value = clause.value[name];
  return value === undefined ? undefined : childNode(clause, value, name);
}
