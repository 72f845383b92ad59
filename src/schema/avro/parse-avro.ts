import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { AvroField, AvroPrimitive, AvroRecord, AvroType } from './avro-type.js';
import { branchName } from './avro-type.js';

/** The type of a schema, or why it is none: a clause such as `nobody defines "Money"`. */
export type ParsedAvro = { readonly ok: true; readonly type: AvroType } | { readonly ok: false; readonly reason: string };

/**
 * The type that an Avro schema describes; never throws.
 *
 * @param schema - as data
 * @see https://avro.apache.org/docs/1.12.0/specification/#schema-declaration
 */
export function parseAvro(schema: JsonValue): ParsedAvro {
  const names: Names = { known: new Map(), failures: [] };
  const type = typeOf(schema, { names, namespace: '', depth: 0 });
  const [reason] = names.failures;
  return type === undefined || reason !== undefined ? { ok: false, reason: reason ?? 'it is no schema' } : { ok: true, type };
}

interface Names {
  readonly known: Map<string, AvroType>;
  readonly failures: string[];
}

interface Scope {
  readonly names: Names;
  readonly namespace: string;
  readonly depth: number;
}

function typeOf(schema: JsonValue | undefined, scope: Scope): AvroType | undefined {
  if (scope.depth > MAX_DEPTH) return failed(scope, `it is nested more than ${MAX_DEPTH} levels deep`);
  if (typeof schema === 'string') return namedType(schema, scope);
  if (Array.isArray(schema)) return unionOf(schema, scope);
  if (!isJsonObject(schema)) return failed(scope, `${JSON.stringify(schema) ?? 'nothing'} is no type`);
  const { type } = schema;
  if (typeof type !== 'string') return typeOf(type, below(scope));
  switch (type) {
    case 'record':
    case 'error':
      return recordOf(schema, scope);
    case 'enum':
      return enumOf(schema, scope);
    case 'fixed':
      return fixedOf(schema, scope);
    case 'array':
      return wrapped(schema['items'], scope, (items) => ({ kind: 'array', items }));
    case 'map':
      return wrapped(schema['values'], scope, (values) => ({ kind: 'map', values }));
    default:
      return namedType(type, scope);
  }
}

function below(scope: Scope): Scope {
  return { ...scope, depth: scope.depth + 1 };
}

function failed({ names }: Scope, reason: string): undefined {
  names.failures.push(reason);
  return undefined;
}

function wrapped(inner: JsonValue | undefined, scope: Scope, wrap: (type: AvroType) => AvroType): AvroType | undefined {
  const type = typeOf(inner, below(scope));
  return type === undefined ? undefined : wrap(type);
}

function namedType(name: string, scope: Scope): AvroType | undefined {
  const primitive = PRIMITIVES.find((candidate) => candidate === name);
  if (primitive !== undefined) return PRIMITIVE_TYPES.get(primitive);
  const { known } = scope.names;
  return known.get(fullName(name, scope.namespace)) ?? known.get(name) ?? failed(scope, `nobody defines "${name}"`);
}

function unionOf(branches: readonly JsonValue[], scope: Scope): AvroType | undefined {
  const types = branches.map((branch) => typeOf(branch, below(scope))).filter((type) => type !== undefined);
  if (types.length < branches.length) return undefined;
  if (types.some(({ kind }) => kind === 'union')) return failed(scope, 'a union stands inside of a union');
  if (new Set(types.map(branchName)).size < types.length) return failed(scope, 'a union has the same type twice');
  return types.length === 0 ? failed(scope, 'a union has no branches') : { kind: 'union', branches: types };
}

function recordOf(schema: JsonObject, scope: Scope): AvroType | undefined {
  const name = definedName(schema, scope);
  const { fields } = schema;
  if (name === undefined) return undefined;
  if (!Array.isArray(fields)) return failed(scope, `the record "${name}" has no fields`);
  const filled: AvroField[] = [];
  const record: AvroRecord = { kind: 'record', name, fields: filled };
  scope.names.known.set(name, record);
  const inner = { ...below(scope), namespace: namespaceOf(name) };
  for (const field of fields as readonly JsonValue[]) {
    if (!isJsonObject(field) || typeof field['name'] !== 'string') return failed(scope, `a field of "${name}" has no name`);
    const type = typeOf(field['type'], inner);
    if (type === undefined) return undefined;
    if (filled.some((other) => other.name === field['name'])) return failed(scope, `"${name}" has the field "${field['name']}" twice`);
    filled.push({ name: field['name'], type, hasDefault: field['default'] !== undefined });
  }
  return record;
}

function enumOf(schema: JsonObject, scope: Scope): AvroType | undefined {
  const name = definedName(schema, scope);
  const symbols = Array.isArray(schema['symbols']) ? schema['symbols'].filter((symbol) => typeof symbol === 'string') : [];
  if (name === undefined) return undefined;
  return symbols.length === 0 ? failed(scope, `the enum "${name}" has no symbols`) : define(scope, { kind: 'enum', name, symbols });
}

function fixedOf(schema: JsonObject, scope: Scope): AvroType | undefined {
  const name = definedName(schema, scope);
  const { size } = schema;
  if (name === undefined) return undefined;
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 0 || size > MAX_FIXED_BYTES)
    return failed(scope, `the fixed "${name}" has no size`);
  return define(scope, { kind: 'fixed', name, sizeBytes: size });
}

function define(scope: Scope, type: Extract<AvroType, { readonly name: string }>): AvroType {
  scope.names.known.set(type.name, type);
  return type;
}

/** @see https://avro.apache.org/docs/1.12.0/specification/#names */
function definedName(schema: JsonObject, scope: Scope): string | undefined {
  const { name, namespace } = schema;
  if (typeof name !== 'string' || name === '') return failed(scope, 'a named type has no name');
  const full = fullName(name, typeof namespace === 'string' ? namespace : scope.namespace);
  return scope.names.known.has(full) ? failed(scope, `"${full}" is defined twice`) : full;
}

function fullName(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}

function namespaceOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot === -1 ? '' : name.slice(0, dot);
}

const PRIMITIVES: readonly AvroPrimitive[] = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
const PRIMITIVE_TYPES: ReadonlyMap<AvroPrimitive, AvroType> = new Map(PRIMITIVES.map((kind) => [kind, { kind }]));
const MAX_DEPTH = 200;
const MAX_FIXED_BYTES = 1_048_576;
