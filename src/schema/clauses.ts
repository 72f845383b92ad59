import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { DialectRules } from './dialect-rules.js';
import { rulesOfDialect } from './dialect-rules.js';
import type { Node } from './node.js';

/** One keyword of a schema, brought to the meaning it has in JSON Schema 2020-12. */
export interface Clause {
  /** The 2020-12 name. */
  readonly keyword: string;
  readonly value: JsonValue;
  readonly node: Node;
  /** The member it was written as: `items` may say what 2020-12 calls `prefixItems`. */
  readonly written: string;
}

/** The clauses of a schema by their 2020-12 name. */
export type Clauses = ReadonlyMap<string, Clause>;

/**
 * What a schema says, in the words of 2020-12. Only the schema's own members are read, nothing below them; what its dialect does not
 * know is left out. An old `nullable: true` is the clause `nullable`, which 2020-12 does not have: it lets `null` in whatever else is said.
 *
 * @param node - whose value is an object; anything else says nothing
 * @see https://json-schema.org/draft/2020-12/release-notes
 * @see https://spec.openapis.org/oas/v3.0.4.html#schema-object
 */
export function clausesFromNode(node: Node): Clauses {
  const known = CLAUSES.get(node);
  if (known !== undefined) return known;
  const clauses = isJsonObject(node.value) ? readClauses(node, node.value) : new Map<string, Clause>();
  CLAUSES.set(node, clauses);
  return clauses;
}

const CLAUSES = new WeakMap<Node, Clauses>();

/** A bag that the readers of single members fill. */
interface Bag {
  readonly node: Node;
  readonly object: JsonObject;
  readonly rules: DialectRules;
  readonly clauses: Map<string, Clause>;
}

function readClauses(node: Node, object: JsonObject): Clauses {
  const rules = rulesOfDialect(node.dialect);
  const bag: Bag = { node, object, rules, clauses: new Map() };
  if (rules.isReferenceAlone && typeof object['$ref'] === 'string') {
    put(bag, '$ref', '$ref', object['$ref']);
    return bag.clauses;
  }
  for (const member in object) {
    const value = object[member];
    if (value !== undefined) readMember(bag, member, value);
  }
  return bag.clauses;
}

function put(bag: Bag, keyword: string, written: string, value: JsonValue): void {
  bag.clauses.set(keyword, { keyword, value, node: bag.node, written });
}

function readMember(bag: Bag, member: string, value: JsonValue): void {
  const reader = READERS[member];
  if (reader !== undefined && Object.hasOwn(READERS, member)) reader(bag, member, value);
}

type Reader = (bag: Bag, member: string, value: JsonValue) => void;

const asWritten: Reader = (bag, member, value) => put(bag, member, member, value);

/** A member that only drafts from `first` on know. */
function since(first: DialectRules['draft']): Reader {
  return (bag, member, value) => {
    if (bag.rules.draft >= first) asWritten(bag, member, value);
  };
}

const notInOldOpenApi: Reader = (bag, member, value) => {
  if (!bag.rules.isOpenApi || bag.rules.draft >= 2019) asWritten(bag, member, value);
};

/** Draft 4: `exclusiveMinimum: true` makes `minimum` exclusive. */
function limit(inclusive: string, exclusive: string): Reader {
  return (bag, member, value) => {
    const isExclusive = bag.object[exclusive] === true && bag.rules.draft === 4;
    if (member === inclusive) {
      if (!isExclusive) put(bag, inclusive, inclusive, value);
      else if (typeof value === 'number') put(bag, exclusive, exclusive, value);
    } else if (typeof value === 'number') put(bag, exclusive, exclusive, value);
  };
}

/** A list in `items` is what 2020-12 calls `prefixItems`. Read so in every dialect: real 3.x documents have such lists. */
const items: Reader = (bag, member, value) => {
  if (Array.isArray(value)) put(bag, 'prefixItems', member, value);
  else put(bag, 'items', member, value);
};

const additionalItems: Reader = (bag, member, value) => {
  if (Array.isArray(bag.object['items']) && !bag.rules.isOpenApi) put(bag, 'items', member, value);
};

/** `dependencies` holds both kinds in one map. */
const dependencies: Reader = (bag, member, value) => {
  if (!isJsonObject(value) || (bag.rules.isOpenApi && bag.rules.draft === 4)) return;
  const entries = Object.entries(value);
  const names = entries.filter(([, needs]) => Array.isArray(needs));
  const schemas = entries.filter(([, needs]) => !Array.isArray(needs));
  if (names.length > 0 && bag.object['dependentRequired'] === undefined) put(bag, 'dependentRequired', member, Object.fromEntries(names));
  if (schemas.length > 0 && bag.object['dependentSchemas'] === undefined) put(bag, 'dependentSchemas', member, Object.fromEntries(schemas));
};

const nullable: Reader = (bag, member, value) => {
  if (value === true && (member === bag.rules.nullable || (member === 'x-nullable' && bag.rules.nullable !== undefined)))
    put(bag, 'nullable', member, value);
};

const discriminator: Reader = (bag, member, value) => {
  if (bag.rules.isOpenApi) put(bag, member, member, value);
};

const READERS: Readonly<Record<string, Reader>> = {
  $ref: asWritten,
  $dynamicRef: since(2020),
  $recursiveRef: (bag, member, value) => {
    if (bag.rules.draft === 2019) asWritten(bag, member, value);
  },
  type: asWritten,
  enum: asWritten,
  const: since(6),
  multipleOf: asWritten,
  minimum: limit('minimum', 'exclusiveMinimum'),
  exclusiveMinimum: limit('minimum', 'exclusiveMinimum'),
  maximum: limit('maximum', 'exclusiveMaximum'),
  exclusiveMaximum: limit('maximum', 'exclusiveMaximum'),
  minLength: asWritten,
  maxLength: asWritten,
  pattern: asWritten,
  format: asWritten,
  minItems: asWritten,
  maxItems: asWritten,
  uniqueItems: asWritten,
  items,
  additionalItems,
  prefixItems: since(2020),
  contains: since(6),
  minContains: since(2019),
  maxContains: since(2019),
  unevaluatedItems: since(2019),
  properties: asWritten,
  patternProperties: notInOldOpenApi,
  additionalProperties: asWritten,
  propertyNames: since(6),
  unevaluatedProperties: since(2019),
  required: asWritten,
  minProperties: asWritten,
  maxProperties: asWritten,
  dependencies,
  dependentRequired: since(2019),
  dependentSchemas: since(2019),
  allOf: asWritten,
  anyOf: asWritten,
  oneOf: asWritten,
  not: asWritten,
  if: since(7),
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema is named so.
  then: since(7),
  else: since(7),
  nullable,
  'x-nullable': nullable,
  discriminator,
  readOnly: asWritten,
  writeOnly: asWritten,
  default: asWritten,
  example: asWritten,
  examples: asWritten,
};
