import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { nodeFromSchema, schemaFromNode } from '../schema/node.js';
import { resolveReference } from '../schema/reference.js';
import type { Schema } from '../schema/schema.js';
import { schemaAt } from '../schema/schema-at.js';
import { isValid } from '../schema/validate.js';

export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

/**
 * One way through the alternatives of a schema, as far as reading a value from text needs it: which types it lets in, and which schemas
 * its items and members have. Whether a value is valid is not decided here.
 */
export interface SchemaBranch {
  /** `undefined` when nothing is said of the type. */
  readonly types: ReadonlySet<JsonType> | undefined;
  /** All of these hold for every item. */
  readonly items: readonly Schema[];
  readonly properties: ReadonlyMap<string, readonly Schema[]>;
  /** What members of other names are: `undefined` when the schema does not mention them. */
  readonly additional: 'open' | 'closed' | readonly Schema[] | undefined;
}

/**
 * The branches of schemas that hold together: one for each combination of `oneOf` and `anyOf` alternatives, in document order, at least one.
 * References are followed; a cycle of them ends as a branch that says nothing.
 *
 * @param schemas - all of them hold; an empty list lets anything in
 */
export function branchesFromSchemas(schemas: readonly Schema[]): readonly SchemaBranch[] {
  return product(schemas.map((schema) => branchesOf(schema, 0)));
}

function branchesOf(schema: Schema, depth: number): readonly SchemaBranch[] {
  const value = schema.value;
  if (!isJsonObject(value) || depth > MAX_COMBINATION_DEPTH) return [ANYTHING];
  const parts: (readonly SchemaBranch[])[] = [[ownBranch(schema, value)]];
  const reference = value['$ref'];
  if (typeof reference === 'string') {
    const target = resolveReference(nodeFromSchema(schema), reference);
    if (target !== undefined) parts.push(branchesOf(schemaFromNode(target), depth + 1));
  }
  for (const member of childrenOf(schema, 'allOf')) parts.push(branchesOf(member, depth + 1));
  for (const keyword of ['oneOf', 'anyOf']) {
    const alternatives = childrenOf(schema, keyword).flatMap((alternative) => branchesOf(alternative, depth + 1));
    if (alternatives.length > 0) parts.push(alternatives.slice(0, MAX_BRANCH_COUNT));
  }
  return product(parts).map((branch) => withNull(branch, schema));
}

function ownBranch(schema: Schema, value: JsonObject): SchemaBranch {
  const items = schemaAt(schema, 'items');
  const properties = new Map<string, readonly Schema[]>();
  for (const name of isJsonObject(value['properties']) ? Object.keys(value['properties']) : []) {
    const property = schemaAt(schema, 'properties', name);
    if (property !== undefined) properties.set(name, [property]);
  }
  return {
    types: typesFromKeywords(value),
    items: items === undefined || Array.isArray(items.value) ? [] : [items],
    properties,
    additional: additionalOf(schema, value),
  };
}

function additionalOf(schema: Schema, value: JsonObject): SchemaBranch['additional'] {
  const additional = value['additionalProperties'];
  if (additional === true) return 'open';
  if (additional === false) return 'closed';
  const child = isJsonObject(additional) ? schemaAt(schema, 'additionalProperties') : undefined;
  return child === undefined ? undefined : [child];
}

/** `type` when it is there, else what the other keywords are only about. */
function typesFromKeywords(value: JsonObject): ReadonlySet<JsonType> | undefined {
  const declared = typeof value['type'] === 'string' ? [value['type']] : value['type'];
  if (Array.isArray(declared)) return new Set(declared.flatMap(typeFromName));
  if (value['const'] !== undefined) return new Set([typeOfValue(value['const'])]);
  if (Array.isArray(value['enum'])) return new Set(value['enum'].map(typeOfValue));
  if (value['properties'] !== undefined || value['additionalProperties'] !== undefined) return new Set<JsonType>(['object']);
  if (value['items'] !== undefined || value['prefixItems'] !== undefined) return new Set<JsonType>(['array']);
  return undefined;
}

function typeFromName(name: JsonValue): readonly JsonType[] {
  if (name === 'integer' || name === 'number') return ['number'];
  // `file` is Swagger 2.0's word for bytes.
  if (name === 'string' || name === 'file') return ['string'];
  return name === 'null' || name === 'boolean' || name === 'array' || name === 'object' ? [name] : [];
}

function typeOfValue(value: JsonValue): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'boolean' || type === 'number' || type === 'string' ? type : 'object';
}

/** The dialects have three ways to let `null` in; the validator knows them all. */
function withNull(branch: SchemaBranch, schema: Schema): SchemaBranch {
  if (branch.types === undefined || branch.types.has('null') || !isValid(schema, null)) return branch;
  return { ...branch, types: new Set([...branch.types, 'null']) };
}

function childrenOf(schema: Schema, keyword: string): readonly Schema[] {
  const list = isJsonObject(schema.value) ? schema.value[keyword] : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((_, index) => schemaAt(schema, keyword, String(index)) ?? []);
}

function product(parts: readonly (readonly SchemaBranch[])[]): readonly SchemaBranch[] {
  let branches: readonly SchemaBranch[] = [ANYTHING];
  for (const alternatives of parts) {
    branches = branches.flatMap((left) => alternatives.map((right) => both(left, right))).slice(0, MAX_BRANCH_COUNT);
  }
  return branches;
}

function both(left: SchemaBranch, right: SchemaBranch): SchemaBranch {
  if (left === ANYTHING) return right;
  if (right === ANYTHING) return left;
  const properties = new Map(left.properties);
  for (const [name, schemas] of right.properties) properties.set(name, [...(properties.get(name) ?? []), ...schemas]);
  return {
    types: commonTypes(left.types, right.types),
    items: [...left.items, ...right.items],
    properties,
    additional: left.additional ?? right.additional,
  };
}

function commonTypes(left: SchemaBranch['types'], right: SchemaBranch['types']): SchemaBranch['types'] {
  if (left === undefined || right === undefined) return left ?? right;
  return new Set([...left].filter((type) => right.has(type)));
}

const ANYTHING: SchemaBranch = { types: undefined, items: [], properties: new Map(), additional: undefined };
const MAX_COMBINATION_DEPTH = 16;
/** Alternatives multiply; past this many the rest are not tried, and a value is read as the earlier ones say. */
const MAX_BRANCH_COUNT = 32;
