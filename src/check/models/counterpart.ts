import { isJsonObject } from '../../base/json.js';
import { tokensFromPointer } from '../../base/json-pointer.js';
import type { Place } from '../../base/place.js';
import type { Schema } from '../../schema/schema.js';
import { resolveSchema, schemaAt } from '../../schema/schema-at.js';

/**
 * Where a schema speaks of a place of a value: as near to it as its own words lead.
 *
 * @param schema - of the whole value
 * @param instancePointer - JSON pointer into the value
 */
export function counterpart(schema: Schema, instancePointer: string): Place {
  let near = resolveSchema(schema) ?? schema;
  for (const token of tokensFromPointer(instancePointer)) {
    const below = memberSchema(near, token, 0);
    if (below === undefined) break;
    near = resolveSchema(below) ?? below;
  }
  return { file: near.uri, pointer: near.pointer };
}

const MAX_DEPTH = 20;

function memberSchema(schema: Schema, token: string, depth: number): Schema | undefined {
  const own = schemaAt(schema, 'properties', token) ?? (/^\d+$/.test(token) ? schemaAt(schema, 'items') : undefined);
  if (own !== undefined && (isJsonObject(own.value) || typeof own.value === 'boolean')) return own;
  const parts = schemaAt(schema, 'allOf');
  const count = Array.isArray(parts?.value) ? parts.value.length : 0;
  for (let index = 0; index < count && depth < MAX_DEPTH; index += 1) {
    const part = schemaAt(schema, 'allOf', index);
    const resolved = part === undefined ? undefined : resolveSchema(part);
    const found = resolved === undefined ? undefined : memberSchema(resolved, token, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
