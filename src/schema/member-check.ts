import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Clause } from './clauses.js';
import { clausesFromNode } from './clauses.js';
import { childNode } from './keyword/child.js';
import type { Node } from './node.js';
import { nodeFromSchema } from './node.js';
import { resolveReference } from './reference.js';
import type { Schema } from './schema.js';
import { testOfNode } from './validate.js';

/** Whether a value stays valid with another scalar in one place. */
export type MemberCheck = (scalar: string | number) => boolean;

/**
 * Judges a scalar in the place of another one in objects that are valid, without judging the rest of them again.
 *
 * @param schema - that the objects keep
 * @param tokens - names of members, one within another: in every such object there is a scalar
 * @returns `undefined` where the place alone does not decide: then the whole object has to be judged
 */
export function memberCheck(schema: Schema, tokens: readonly string[]): MemberCheck | undefined {
  let nodes: readonly Node[] | undefined = inPlace([nodeFromSchema(schema)]);
  for (const token of tokens) {
    const below: readonly Node[] | undefined = nodes === undefined ? undefined : childrenOf(nodes, token);
    nodes = below === undefined ? undefined : inPlace(below);
  }
  if (nodes === undefined || tokens.length === 0) return undefined;
  if (!nodes.every((node) => clausesOf(node).every(({ keyword }) => FOLLOWED.has(keyword) || OF_SCALARS.has(keyword)))) return undefined;
  const tests = nodes.map(testOfNode);
  const [only] = tests;
  return only !== undefined && tests.length === 1 ? only : (scalar) => tests.every((test) => test(scalar));
}

/** With what holds at the same place: behind references, in `allOf`. @returns `undefined` when a reference leads nowhere, or there are too many */
function inPlace(nodes: readonly Node[]): readonly Node[] | undefined {
  const all = new Set(nodes);
  // A set goes on to what is added while it is walked.
  for (const node of all) {
    const beside = clausesOf(node).map(nodesBeside);
    for (const one of beside.flat()) {
      if (one === undefined) return undefined;
      all.add(one);
    }
    if (all.size > MAX_NODE_COUNT || node.value === false) return undefined;
  }
  return [...all];
}

/** @returns `undefined` in the place of one that leads nowhere */
function nodesBeside(clause: Clause): readonly (Node | undefined)[] {
  const { keyword, value, node } = clause;
  if (keyword === '$ref') return [typeof value === 'string' ? resolveReference(node, value) : undefined];
  if (keyword !== 'allOf' || !Array.isArray(value)) return [];
  return value.map((branch: JsonValue, index) => childNode(clause, branch, index));
}

/** @returns `undefined` when something speaks of the whole object */
function childrenOf(nodes: readonly Node[], token: string): readonly Node[] | undefined {
  const children: Node[] = [];
  for (const node of nodes) {
    const clauses = clausesFromNode(node);
    if (!clausesOf(node).every(({ keyword }) => FOLLOWED.has(keyword) || OF_KEYS.has(keyword))) return undefined;
    const properties = clauses.get('properties');
    const additional = clauses.get('additionalProperties');
    const own = isJsonObject(properties?.value) && Object.hasOwn(properties.value, token) ? properties.value[token] : undefined;
    if (properties !== undefined && own !== undefined) children.push(childNode(properties, own, token));
    else if (additional !== undefined) children.push(childNode(additional, additional.value));
  }
  return children;
}

function clausesOf(node: Node): readonly Clause[] {
  return [...clausesFromNode(node).values()].filter(({ keyword }) => !REMARKS.has(keyword));
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** Of an object they speak by the schemas of its members alone, or by others that hold in the same place. */
const FOLLOWED = words('$ref allOf properties additionalProperties');
/** Of an object they speak by which members it has, whatever these are. */
const OF_KEYS = words('type required minProperties maxProperties dependentRequired propertyNames nullable');
/** They need nothing but the value. */
const OF_SCALARS = words(
  'type enum const multipleOf minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength pattern format nullable required',
);
const REMARKS = words('readOnly writeOnly default example examples');
const MAX_NODE_COUNT = 100;
