import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Clauses } from '../clauses.js';
import { clausesFromNode } from '../clauses.js';
import type { InclusionQuestion } from './inclusion-question.js';
import { childNode } from '../keyword/child.js';
import { withMember } from '../boundary/reach.js';
import type { Node } from '../node.js';
import { nodeFromSchema } from '../node.js';
import { resolveReference } from '../reference.js';
import { isKeywordAsserted } from '../vocabulary.js';

/**
 * All values that the writer may write, and perhaps some more, when they are few and can be listed; `undefined` otherwise.
 *
 * @param question - the two sides
 */
export function finiteValues({ writer, mode }: InclusionQuestion): readonly JsonValue[] | undefined {
  return valuesOf(nodeFromSchema(writer), { isClosed: mode === 'robust', depth: 0 });
}

interface Listing {
  /** Whether members that are not named are not written. */
  readonly isClosed: boolean;
  readonly depth: number;
}

const MAX_VALUE_COUNT = 300;
const MAX_DEPTH = 6;

/** A superset by any one clause will do: what it has too many is judged like the rest. */
function valuesOf(node: Node, listing: Listing): readonly JsonValue[] | undefined {
  if (node.value === false) return [];
  if (!isJsonObject(node.value) || listing.depth > MAX_DEPTH) return undefined;
  const clauses = clausesFromNode(node);
  if ([...clauses.values()].some((clause) => !isKeywordAsserted(clause))) return undefined;
  // Beside another schema of the same value this one does not say alone which members are named.
  const isAlone = clauses.size === 1 && clauses.has('$ref') ? true : IN_PLACE.every((keyword) => !clauses.has(keyword));
  for (const list of LISTERS) {
    const values = list(clauses, { isClosed: listing.isClosed && isAlone, depth: listing.depth + 1 });
    if (values !== undefined && values.length <= MAX_VALUE_COUNT) return clauses.has('nullable') ? [...values, null] : values;
  }
  return undefined;
}

type Lister = (clauses: Clauses, listing: Listing) => readonly JsonValue[] | undefined;

const byList: Lister = (clauses) => {
  const listed = clauses.get('enum')?.value;
  const constant = clauses.get('const');
  return constant !== undefined ? [constant.value] : Array.isArray(listed) ? listed : undefined;
};

const byReference: Lister = (clauses, listing) => {
  const clause = clauses.get('$ref');
  const target = typeof clause?.value === 'string' ? resolveReference(clause.node, clause.value) : undefined;
  return target === undefined ? undefined : valuesOf(target, listing);
};

const byAllOf: Lister = (clauses, listing) => {
  const clause = clauses.get('allOf');
  if (clause === undefined || !Array.isArray(clause.value)) return undefined;
  for (const [index, value] of clause.value.entries()) {
    const values = valuesOf(childNode(clause, value as JsonValue, index), listing);
    if (values !== undefined) return values;
  }
  return undefined;
};

const byUnion: Lister = (clauses, listing) => {
  const clause = clauses.get('anyOf') ?? clauses.get('oneOf');
  if (clause === undefined || !Array.isArray(clause.value)) return undefined;
  const all = clause.value.map((value: JsonValue, index) => valuesOf(childNode(clause, value, index), listing));
  const known = all.filter((values) => values !== undefined);
  return known.length < all.length ? undefined : known.flat();
};

const byType: Lister = (clauses, listing) => {
  const type = clauses.get('type')?.value;
  const names: readonly JsonValue[] = type === undefined ? [] : Array.isArray(type) ? type : [type];
  if (names.length === 0) return undefined;
  const all = names.map((name) => (typeof name === 'string' ? VALUES_OF_TYPE.get(name)?.(clauses, listing) : undefined));
  const known = all.filter((values) => values !== undefined);
  return known.length < all.length ? undefined : known.flat();
};

const LISTERS: readonly Lister[] = [byList, byReference, byAllOf, byUnion, byType];

const wholeNumbers: Lister = (clauses) => {
  const least = clauses.get('minimum')?.value ?? clauses.get('exclusiveMinimum')?.value;
  const most = clauses.get('maximum')?.value ?? clauses.get('exclusiveMaximum')?.value;
  if (typeof least !== 'number' || typeof most !== 'number' || most - least > MAX_VALUE_COUNT) return undefined;
  const first = Math.ceil(least);
  return Array.from({ length: Math.max(0, Math.floor(most) - first + 1) }, (_, index) => first + index);
};

const objects: Lister = (clauses, listing) => {
  const rest = clauses.get('additionalProperties')?.value;
  const isShut = rest === false || (listing.isClosed && rest === undefined);
  if (!isShut || clauses.has('patternProperties')) return undefined;
  const properties = clauses.get('properties');
  let made: readonly JsonValue[] = [{}];
  for (const [name, schema] of isJsonObject(properties?.value) ? Object.entries(properties.value) : []) {
    if (properties === undefined || schema === undefined) continue;
    const values = valuesOf(childNode(properties, schema, name), listing);
    if (values === undefined || made.length * (values.length + 1) > MAX_VALUE_COUNT) return undefined;
    made = made.flatMap((object) => [object, ...(isJsonObject(object) ? values.map((value) => withMember(object, name, value)) : [])]);
  }
  return made;
};

/** What may name further members in `robust` mode. */
const IN_PLACE = [
  '$ref',
  '$dynamicRef',
  '$recursiveRef',
  'allOf',
  'anyOf',
  'oneOf',
  'if',
  'dependentSchemas',
  'unevaluatedProperties',
  'required',
  'dependentRequired',
  'discriminator',
];

const lists: Lister = (clauses, listing) => {
  const most = clauses.get('maxItems')?.value;
  const items = clauses.get('items');
  if (most === 0) return [[]];
  if (typeof most !== 'number' || items === undefined || clauses.has('prefixItems')) return undefined;
  // What `contains` speaks of may have members that `items` does not name.
  const values = valuesOf(childNode(items, items.value), { ...listing, isClosed: listing.isClosed && !clauses.has('contains') });
  if (values === undefined) return undefined;
  let made: readonly (readonly JsonValue[])[] = [[]];
  let longest = made;
  for (let length = 1; length <= most && made.length <= MAX_VALUE_COUNT; length += 1) {
    longest = longest.flatMap((list) => values.map((value) => [...list, value]));
    made = [...made, ...longest];
  }
  return made;
};

const VALUES_OF_TYPE: ReadonlyMap<string, Lister> = new Map<string, Lister>([
  ['null', () => [null]],
  ['boolean', () => [true, false]],
  ['integer', wholeNumbers],
  ['object', objects],
  ['array', lists],
]);
