import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { clausesFromNode } from '../clauses.js';
import { isHidden } from '../hidden-property.js';
import { childNode } from '../keyword/child.js';
import type { Node } from '../node.js';
import { resolveReference } from '../reference.js';
import type { ValidateOptions } from '../validate.js';
import { isValidByNode } from '../validate.js';
import { memberNodes } from './members.js';
import type { Way } from './ways.js';

/** A member with a value that some schema refuses. */
interface Poison {
  readonly name: string;
  readonly value: JsonValue;
}

/** How an object is poisoned. */
export interface Poisoning {
  readonly options: ValidateOptions;
  /** Asked before each schema. */
  readonly mayGoOn: () => boolean;
  readonly isProved: (value: JsonObject) => boolean;
}

/**
 * An object with members that make one schema after another refuse it, until it is what was asked for; `undefined` when it does not come to that.
 *
 * @param object - that too many schemas accept
 * @param way - the schemas it was made for
 * @param poisoning - how to know that it is good
 */
export function poisonedObject(object: JsonObject, way: Way, { options, mayGoOn, isProved }: Poisoning): JsonObject | undefined {
  let current = object;
  const nodesByName = new Map<string, readonly Node[]>();
  const nodesOf = (name: string): readonly Node[] => {
    const known = nodesByName.get(name) ?? memberNodes(way, name);
    nodesByName.set(name, known);
    return known;
  };
  for (const refuser of refusers(way.nodes)) {
    if (!mayGoOn()) return undefined;
    if (way.nodes.includes(refuser) || !isValidByNode(refuser, current, options)) continue;
    let left = MAX_POISON_COUNT;
    for (const { name, value } of poisonsFor(refuser, current, options)) {
      left -= 1;
      if (left < 0 || (left % POISONS_OF_ATTEMPT === 0 && !mayGoOn())) break;
      if (way.forbidden.has(name) || !nodesOf(name).every((node) => isValidByNode(node, value, options))) continue;
      current = { ...current, [name]: value };
      break;
    }
    if (isProved(current)) return current;
  }
  return undefined;
}

/** Beyond so many a schema takes whatever may be put there. */
const MAX_POISON_COUNT = 400;
/** So many cost as much as an attempt at a value. */
const POISONS_OF_ATTEMPT = 10;

/**
 * The schemas that a value may have to be refused by: the branches of `oneOf`, all but one of which must not match, and `not`.
 *
 * @param nodes - of a way
 */
function refusers(nodes: readonly Node[]): readonly Node[] {
  return nodes.flatMap((node) => {
    const clauses = clausesFromNode(node);
    const union = clauses.get('oneOf');
    const negation = clauses.get('not');
    return [
      ...(union !== undefined && Array.isArray(union.value)
        ? union.value.map((branch: JsonValue, index) => childNode(union, branch, index))
        : []),
      ...(negation === undefined ? [] : [childNode(negation, negation.value)]),
    ];
  });
}

/**
 * Members that make a schema refuse the object they are put into. Unions of objects without required members overlap, and only so can a
 * value be told to belong to just one of them. What lies deeper comes last: the shallowest oddity is the easiest to read.
 *
 * @param node - the schema that shall refuse
 * @param object - what the members are put into; a nested one keeps the rest of the member it changes
 * @param options - of the judgement
 */
function poisonsFor(node: Node, object: JsonObject, options: ValidateOptions): Generator<Poison> {
  return poisonsAtDepth(node, object, { options, depth: 0 });
}

interface Search {
  readonly options: ValidateOptions;
  readonly depth: number;
}

function* poisonsAtDepth(node: Node, object: JsonObject, { options, depth }: Search): Generator<Poison> {
  // What does not travel is taken out before anybody judges.
  const { direction } = options;
  const properties = [...partsOf(node, 0)]
    .reverse()
    .flatMap(propertiesOf)
    .filter(([, property]) => direction === undefined || !isHidden(property, direction));
  for (const [name, property] of properties) {
    for (const value of ODD_VALUES) if (!isValidByNode(property, value, options)) yield { name, value };
  }
  if (depth >= MAX_NESTING) return;
  for (const [name, property] of properties) {
    const member = object[name];
    const inner = isJsonObject(member) ? member : {};
    for (const nested of poisonsAtDepth(property, inner, { options, depth: depth + 1 })) {
      yield { name, value: { ...inner, [nested.name]: nested.value } };
    }
  }
}

/** The schema with what it refers to and what its `allOf` holds. */
function partsOf(node: Node, depth: number): readonly Node[] {
  if (depth > MAX_PART_DEPTH) return [];
  const clauses = clausesFromNode(node);
  const reference = clauses.get('$ref')?.value;
  const target = typeof reference === 'string' ? resolveReference(node, reference) : undefined;
  const all = clauses.get('allOf');
  const branches =
    all !== undefined && Array.isArray(all.value) ? all.value.map((branch: JsonValue, index) => childNode(all, branch, index)) : [];
  return [node, ...[...(target === undefined ? [] : [target]), ...branches].flatMap((part) => partsOf(part, depth + 1))];
}

/** The last part first: what a schema adds to a shared base is what tells it from its siblings. */
function propertiesOf(node: Node): readonly (readonly [string, Node])[] {
  const properties = clausesFromNode(node).get('properties');
  if (properties === undefined || !isJsonObject(properties.value)) return [];
  return Object.entries(properties.value).map(([name, schema]) => [name, childNode(properties, schema ?? true, name)] as const);
}

/** One value of each type, alone and in a list: a property with any type of its own refuses most of them. */
const ODD_VALUES: readonly JsonValue[] = [false, 0, '', 'string', [], {}, null, [0], ['string'], [{}]];
const MAX_NESTING = 2;
const MAX_PART_DEPTH = 8;
