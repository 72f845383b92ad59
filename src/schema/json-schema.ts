import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Clause } from './clauses.js';
import { clausesFromNode } from './clauses.js';
import { childNode } from './keyword/child.js';
import type { Node } from './node.js';
import { nodeFromSchema } from './node.js';
import { patternDefect } from './pattern/pattern.js';
import { resolveReference } from './reference.js';
import type { Schema } from './schema.js';

/** The definitions so far, by the name they are given. */
interface Definitions {
  readonly nameOf: Map<JsonValue, string>;
  readonly schemas: Record<string, JsonValue>;
}

/**
 * A plain schema of draft 2020-12 that stands alone and accepts the same values: references lead into its own `$defs`, recursion is kept,
 * older dialects are translated. `$dynamicRef` is taken as the place it leads to from here; formats are kept as written.
 *
 * @param schema - in any dialect
 * @see https://json-schema.org/draft/2020-12/json-schema-core
 */
export function jsonSchemaFromSchema(schema: Schema): JsonValue {
  const definitions: Definitions = { nameOf: new Map(), schemas: {} };
  const root = translated(nodeFromSchema(schema), definitions);
  if (Object.keys(definitions.schemas).length === 0) return root;
  return isJsonObject(root) ? { ...root, $defs: definitions.schemas } : root;
}

function translated(node: Node, definitions: Definitions): JsonValue {
  if (typeof node.value === 'boolean') return node.value;
  const clauses = clausesFromNode(node);
  const plain: Record<string, JsonValue> = {};
  for (const clause of clauses.values()) addClause(plain, clause, definitions);
  return clauses.has('nullable') ? orNull(plain) : plain;
}

function orNull(plain: JsonObject): JsonValue {
  const { type } = plain;
  const isSimple = typeof type === 'string' && Object.keys(plain).every((keyword) => !IN_PLACE.has(keyword));
  return isSimple ? { ...plain, type: [type, 'null'] } : { anyOf: [{ type: 'null' }, plain] };
}

/** Keywords that also speak of `null`, so that letting the type in is not enough. */
const IN_PLACE: ReadonlySet<string> = new Set(['enum', 'const', 'allOf', 'anyOf', 'oneOf', 'not', 'if', '$ref']);

function addClause(plain: Record<string, JsonValue>, clause: Clause, definitions: Definitions): void {
  const { keyword, value } = clause;
  if (DROPPED.has(keyword)) return;
  if (REFERENCES.has(keyword)) addReference(plain, clause, definitions);
  else if (SINGLE.has(keyword)) plain[keyword] = translated(childNode(clause, value), definitions);
  else if (LISTS.has(keyword)) addList(plain, clause, definitions);
  else if (MAPS.has(keyword)) addMap(plain, clause, definitions);
  else if (isWellFormed(keyword, value)) plain[keyword] = value;
}

function addReference(plain: Record<string, JsonValue>, clause: Clause, definitions: Definitions): void {
  const target = typeof clause.value === 'string' ? resolveReference(clause.node, clause.value) : undefined;
  // What leads nowhere accepts nothing, here as in `validate`.
  const reference: JsonValue = target === undefined ? { not: {} } : { $ref: `#/$defs/${nameOfTarget(target, definitions)}` };
  if (Object.keys(plain).length === 0 || !('$ref' in plain || 'allOf' in plain)) Object.assign(plain, reference);
  else plain['allOf'] = [...(Array.isArray(plain['allOf']) ? plain['allOf'] : []), reference];
}

function nameOfTarget(target: Node, definitions: Definitions): string {
  const known = definitions.nameOf.get(target.value);
  if (known !== undefined) return known;
  const last = target.pointer.slice(target.pointer.lastIndexOf('/') + 1).replaceAll(/[^A-Za-z0-9._-]/g, '_');
  const name = last === '' || last in definitions.schemas ? `${last}_${definitions.nameOf.size}` : last;
  definitions.nameOf.set(target.value, name);
  definitions.schemas[name] = true;
  definitions.schemas[name] = translated(target, definitions);
  return name;
}

function addList(plain: Record<string, JsonValue>, clause: Clause, definitions: Definitions): void {
  if (!Array.isArray(clause.value)) return;
  const members = clause.value.map((value: JsonValue, index) => translated(childNode(clause, value, index), definitions));
  // An empty list is no valid schema: no clause for `allOf`, nothing for the unions.
  if (members.length > 0)
    plain[clause.keyword] = clause.keyword === 'allOf' && Array.isArray(plain['allOf']) ? [...plain['allOf'], ...members] : members;
  else if (clause.keyword === 'anyOf' || clause.keyword === 'oneOf') plain['not'] = {};
}

function addMap(plain: Record<string, JsonValue>, clause: Clause, definitions: Definitions): void {
  if (!isJsonObject(clause.value)) return;
  const entries = Object.entries(clause.value).map(([name, value]) => [
    name,
    translated(childNode(clause, value ?? true, name), definitions),
  ]);
  plain[clause.keyword] = Object.fromEntries(entries);
}

/** Whether 2020-12 takes the value; `validate` passes over those that it does not take. */
function isWellFormed(keyword: string, value: JsonValue): boolean {
  if (keyword === 'type') return (Array.isArray(value) ? value : [value]).every((name) => typeof name === 'string' && TYPES.has(name));
  if (keyword === 'pattern') return typeof value === 'string' && patternDefect(value) === undefined;
  if (keyword === 'required') return Array.isArray(value) && value.every((name) => typeof name === 'string');
  if (keyword === 'enum') return Array.isArray(value);
  if (NUMBERS.has(keyword)) return typeof value === 'number' && (keyword !== 'multipleOf' || value > 0);
  return keyword !== 'uniqueItems' || typeof value === 'boolean';
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const DROPPED = words('nullable discriminator default example examples readOnly writeOnly');
const REFERENCES = words('$ref $dynamicRef $recursiveRef');
const SINGLE = words('items additionalProperties not if then else contains propertyNames unevaluatedItems unevaluatedProperties');
const LISTS = words('allOf anyOf oneOf prefixItems');
const MAPS = words('properties patternProperties dependentSchemas');
const TYPES = words('string number integer boolean object array null');
const NUMBERS = words(
  'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength minItems maxItems minProperties maxProperties minContains maxContains',
);
