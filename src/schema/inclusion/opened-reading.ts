import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { madeNode } from '../boundary/made-node.js';
import type { Clause, Clauses } from '../clauses.js';
import { clausesFromNode } from '../clauses.js';
import { exemptNode, isHidden, isHiddenProperty, partNode } from '../hidden-property.js';
import { inPlaceNodes } from './in-place-nodes.js';
import { childNode } from '../keyword/child.js';
import { memberOf } from '../member.js';
import type { Node } from '../node.js';
import { patternFromText } from '../pattern/pattern.js';
import { resolveReference } from '../reference.js';
import { itemNodes } from '../sample/items.js';
import type { Direction } from '../schema.js';
import { isValidByNode } from '../validate.js';

/** What a reader looks over. */
export interface Reading {
  /** Members that do not travel this way. */
  readonly direction: Direction;
  /** Members that only an `additionalProperties: false` or `unevaluatedProperties: false` refuses. */
  readonly isOpened: boolean;
}

/**
 * Whether a reader takes a value when it looks over some members. Whatever is valid is taken; what could be read either way is taken too.
 *
 * @param nodes - the reader's schemas, all of which must take it
 * @param value - any JSON value
 * @param reading - what is looked over
 */
export function isReadableByNodes(nodes: readonly Node[], value: JsonValue, reading: Reading): boolean {
  return nodes.every((node) => isTaken(node, value, { reading, depth: 0, above: [] }));
}

interface Looking {
  readonly reading: Reading;
  readonly depth: number;
  /** The schemas of this same value that lead here. */
  readonly above: readonly Node[];
}

/** A value that leads so deep into references is one to be refused for its depth, not for what it says. */
const MAX_DEPTH = 300;

function isTaken(node: Node, value: JsonValue, { reading, depth, above }: Looking): boolean {
  // What comes back to itself in place would be as deep as that, by way of every branch.
  if (depth > MAX_DEPTH || above.includes(node) || isValidByNode(node, value, reading)) return true;
  if (!isJsonObject(node.value)) return false;
  const clauses = clausesFromNode(node);
  if (clauses.has('nullable') && value === null) return true;
  if (!isValidByNode(plainPart(node, node.value, reading.direction), value, reading)) return false;
  const below = { reading, depth: depth + 1, above: [] };
  if (!areMembersTaken(clauses, value, below) || !areItemsTaken(node, value, below)) return false;
  const looking = { ...below, above: [...above, node] };
  for (const clause of clauses.values()) if (!isTakenBy(clause, clauses, { value, looking })) return false;
  return true;
}

interface Judged {
  readonly value: JsonValue;
  readonly looking: Looking;
}

function isTakenBy(clause: Clause, clauses: Clauses, { value, looking }: Judged): boolean {
  const takes = (node: Node): boolean => isTaken(node, value, looking);
  const below = { ...looking, above: [] };
  const holds = (node: Node): boolean => isValidByNode(node, value, looking.reading);
  const takesBranch = (keyword: string): boolean => {
    const branch = clauses.get(keyword);
    return branch === undefined || takes(childNode(branch, branch.value));
  };
  switch (clause.keyword) {
    case '$ref':
    case '$dynamicRef':
    case '$recursiveRef': {
      const target = typeof clause.value === 'string' ? resolveReference(clause.node, clause.value) : undefined;
      return target !== undefined && takes(partNode(clause.node, target, looking.reading.direction));
    }
    case 'allOf':
      return listNodes(clause).every((node) => takes(partNode(clause.node, node, looking.reading.direction)));
    case 'anyOf':
      return listNodes(clause).some(takes);
    case 'oneOf':
      // Two branches match whatever is looked over; that looking over makes a second one match is no reason to refuse.
      return listNodes(clause).filter(holds).length < 2 && listNodes(clause).some(takes);
    case 'not':
      return !holds(childNode(clause, clause.value));
    case 'if': {
      const condition = childNode(clause, clause.value);
      if (holds(condition)) return takesBranch('then');
      return takesBranch('else') || (takes(condition) && takesBranch('then'));
    }
    case 'dependentRequired':
      return Object.entries(isJsonObject(clause.value) ? clause.value : {}).every(
        ([name, names]) => !hasMember(value, name) || !Array.isArray(names) || names.every((other) => hasMember(value, String(other))),
      );
    case 'dependentSchemas':
      return Object.entries(isJsonObject(clause.value) ? clause.value : {}).every(
        ([name, schema]) => !hasMember(value, name) || takes(childNode(clause, schema ?? true, name)),
      );
    case 'contains':
      return !Array.isArray(value) || containsEnough(clause, clauses, { value, looking: below });
    case 'unevaluatedProperties':
    case 'unevaluatedItems':
      return isUnspokenTaken(clause, value, below);
    default:
      return true;
  }
}

function hasMember(value: JsonValue, name: string): boolean {
  return isJsonObject(value) && memberOf(value, name) !== undefined;
}

function areMembersTaken(clauses: Clauses, value: JsonValue, looking: Looking): boolean {
  if (!isJsonObject(value)) return true;
  const { direction, isOpened } = looking.reading;
  return Object.entries(value).every(([name, member]) => {
    if (member === undefined) return true;
    const declared = declaredNodes(clauses, name);
    if (declared.some((node) => isHidden(node, direction))) return true;
    const rest = declared.length === 0 ? clauses.get('additionalProperties') : undefined;
    if (rest !== undefined && !(rest.value === false && isOpened)) return isTaken(childNode(rest, rest.value), member, looking);
    return declared.every((node) => isTaken(node, member, looking));
  });
}

/** What `properties` and patterns of one schema say of a member. */
function declaredNodes(clauses: Clauses, name: string): readonly Node[] {
  const properties = clauses.get('properties');
  const property = isJsonObject(properties?.value) && Object.hasOwn(properties.value, name) ? properties.value[name] : undefined;
  const own = properties === undefined || property === undefined ? [] : [childNode(properties, property, name)];
  const patterns = clauses.get('patternProperties');
  if (patterns === undefined || !isJsonObject(patterns.value)) return own;
  const matching = Object.entries(patterns.value).filter(([source]) => patternFromText(source).test(name));
  return [...own, ...matching.map(([source, schema]) => childNode(patterns, schema ?? true, source))];
}

function areItemsTaken(node: Node, value: JsonValue, looking: Looking): boolean {
  const clauses = clausesFromNode(node);
  if (!Array.isArray(value) || !(clauses.has('items') || clauses.has('prefixItems'))) return true;
  const items: readonly JsonValue[] = value;
  const isBeyond = (index: number): boolean => !clauses.has('items') && index >= prefixLength(clauses);
  return items.every(
    (item, index) => isBeyond(index) || itemNodes({ nodes: [node] }, index).every((spoken) => isTaken(spoken, item, looking)),
  );
}

/** What any branch speaks of counts as evaluated, whichever of them the value takes. */
function isUnspokenTaken(clause: Clause, value: JsonValue, looking: Looking): boolean {
  const rest = childNode(clause, clause.value);
  const spoken = inPlaceNodes(clause.node).map(clausesFromNode);
  if (clause.keyword === 'unevaluatedProperties' && isJsonObject(value)) {
    if (rest.value === false && looking.reading.isOpened) return true;
    if (spoken.some((clauses) => clauses.has('additionalProperties'))) return true;
    return Object.entries(value).every(
      ([name, member]) =>
        member === undefined || spoken.some((clauses) => declaredNodes(clauses, name).length > 0) || isTaken(rest, member, looking),
    );
  }
  if (clause.keyword !== 'unevaluatedItems' || !Array.isArray(value)) return true;
  if (spoken.some((clauses) => clauses.has('items') || clauses.has('contains'))) return true;
  return value.slice(Math.max(...spoken.map(prefixLength))).every((item: JsonValue) => isTaken(rest, item, looking));
}

function prefixLength(clauses: Clauses): number {
  const prefix = clauses.get('prefixItems')?.value;
  return Array.isArray(prefix) ? prefix.length : 0;
}

function containsEnough(clause: Clause, clauses: Clauses, { value, looking }: Judged & { readonly value: readonly JsonValue[] }): boolean {
  const wanted = childNode(clause, clause.value);
  const [least, most] = [clauses.get('minContains')?.value ?? 1, clauses.get('maxContains')?.value ?? Number.POSITIVE_INFINITY];
  const takenCount = value.filter((item) => isTaken(wanted, item, looking)).length;
  const validCount = value.filter((item) => isValidByNode(wanted, item, looking.reading)).length;
  return takenCount >= Number(least) && validCount <= Number(most);
}

function listNodes(clause: Clause): readonly Node[] {
  return Array.isArray(clause.value) ? clause.value.map((value: JsonValue, index) => childNode(clause, value, index)) : [];
}

/** What the schema says by itself, without what leads to other schemas; kept, since a made schema is compiled as any other. */
const PLAIN_PARTS: Readonly<Record<Direction, WeakMap<Node, Node>>> = { request: new WeakMap(), response: new WeakMap() };

function plainPart(node: Node, object: JsonObject, direction: Direction): Node {
  const known = PLAIN_PARTS[direction].get(node);
  if (known !== undefined) return known;
  const leading = new Set([...clausesFromNode(node).values()].filter(({ keyword }) => LEADING.has(keyword)).map(({ written }) => written));
  const kept = Object.entries(object).filter(([member]) => !leading.has(member) && !NAMING.has(member));
  const required = object['required'];
  // The part has no properties any more, and so does not know by itself which of them do not travel.
  const hidden = (Array.isArray(required) ? required : []).map(String).filter((name) => isHiddenProperty(node, name, direction));
  const plain = exemptNode(madeNode(node, Object.fromEntries(kept)), hidden);
  PLAIN_PARTS[direction].set(node, plain);
  return plain;
}

const LEADING: ReadonlySet<string> = new Set(
  (
    '$ref $dynamicRef $recursiveRef allOf anyOf oneOf not if then else properties patternProperties additionalProperties items prefixItems ' +
    'contains minContains maxContains unevaluatedProperties unevaluatedItems dependentRequired dependentSchemas nullable'
  ).split(' '),
);
/** What gives a schema a name: a part of it has none. */
const NAMING: ReadonlySet<string> = new Set(['$id', 'id', '$anchor', '$dynamicAnchor', '$recursiveAnchor', '$defs', 'definitions']);
