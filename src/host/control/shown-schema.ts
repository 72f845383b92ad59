import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Schema } from '../../schema/schema.js';
import { resolveSchema, schemaAt } from '../../schema/schema-at.js';

/**
 * A schema as a person reads it: as it was written, with what its references lead to in their place, as deep as one looks. A reference that leads back to where one
 * came from, or deeper, stays.
 *
 * @param schema - of a contract
 */
export function shownSchema(schema: Schema): JsonValue {
  return shown(schema, { path: new Set(), left: { count: MAX_NODE_COUNT } });
}

interface Look {
  /** What one is inside of. */
  readonly path: ReadonlySet<JsonValue>;
  readonly left: { count: number };
}

function shown(schema: Schema, look: Look): JsonValue {
  const { value } = schema;
  look.left.count -= 1;
  if (!isJsonObject(value)) return value;
  const target = typeof value['$ref'] === 'string' ? resolveSchema(schema) : schema;
  const resolved = target?.value;
  if (target === undefined || resolved === undefined || !isJsonObject(resolved)) return resolved ?? value;
  const name = typeof value['$ref'] === 'string' ? { 'x-name': value['$ref'].slice(value['$ref'].lastIndexOf('/') + 1) } : {};
  if (look.path.has(resolved) || look.left.count <= 0 || look.path.size > MAX_DEPTH) return { ...name, 'x-more': true };
  const inner: Look = { ...look, path: new Set([...look.path, resolved]) };
  const members = Object.entries(resolved).map(([keyword, held]) => [
    keyword,
    held === undefined ? held : within(target, keyword, { held, look: inner }),
  ]);
  return { ...name, ...Object.fromEntries(members) };
}

function within(schema: Schema, keyword: string, { held, look }: { readonly held: JsonValue; readonly look: Look }): JsonValue {
  const at = (...tokens: readonly (string | number)[]): JsonValue => {
    const child = schemaAt(schema, keyword, ...tokens);
    return child === undefined ? null : shown(child, look);
  };
  if (ONE.has(keyword)) return typeof held === 'object' && held !== null && !Array.isArray(held) ? at() : held;
  if (LISTS.has(keyword) && Array.isArray(held)) return held.map((_, index) => at(index));
  if (MAPS.has(keyword) && isJsonObject(held)) return Object.fromEntries(Object.keys(held).map((name) => [name, at(name)]));
  return held;
}

const MAX_NODE_COUNT = 3_000;
const MAX_DEPTH = 12;
const ONE: ReadonlySet<string> = new Set(['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames']);
const LISTS: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const MAPS: ReadonlySet<string> = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions']);
