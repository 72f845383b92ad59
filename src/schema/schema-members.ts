import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Schema } from './schema.js';
import { resolveSchema, schemaAt } from './schema-at.js';

/** A member that a schema declares for objects. */
export interface SchemaMember {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  /** As written; `undefined` when there is none. */
  readonly defaultValue: JsonValue | undefined;
}

/**
 * The members that a schema declares by name, its references and all parts of its `allOf` together.
 *
 * @param schema - of an object; of anything else there are none
 * @returns by name, in the order of the document
 */
export function schemaMembers(schema: Schema | undefined): ReadonlyMap<string, SchemaMember> {
  const parts = schema === undefined ? [] : partsOf(schema, 0);
  const required = new Set(parts.flatMap(({ value }) => requiredNames(value)));
  const members = new Map<string, SchemaMember>();
  for (const part of parts) {
    const properties = schemaAt(part, 'properties');
    if (properties === undefined || !isJsonObject(properties.value)) continue;
    for (const name of Object.keys(properties.value)) {
      const property = schemaAt(properties, name);
      if (property !== undefined) members.set(name, memberOf(name, property, required.has(name)));
    }
  }
  return members;
}

/**
 * The schema itself behind its references, then the parts of its `allOf`.
 *
 * @param schema - any
 * @param depth - of `allOf` in `allOf`; 0 to begin with
 */
export function partsOf(schema: Schema, depth = 0): readonly Schema[] {
  const own = resolveSchema(schema);
  if (own === undefined || depth > MAX_DEPTH) return [];
  const allOf = schemaAt(own, 'allOf');
  if (allOf === undefined || !Array.isArray(allOf.value)) return [own];
  return [own, ...allOf.value.flatMap((_part, index) => partsOf(schemaAt(allOf, index) ?? own, depth + 1))];
}

function memberOf(name: string, schema: Schema, required: boolean): SchemaMember {
  const facts = [schema, ...partsOf(schema)].map(({ value }) => (isJsonObject(value) ? value : {}));
  return {
    name,
    schema,
    required,
    readOnly: facts.some((fact) => fact['readOnly'] === true),
    writeOnly: facts.some((fact) => fact['writeOnly'] === true),
    defaultValue: facts.map((fact) => fact['default']).find((value) => value !== undefined),
  };
}

function requiredNames(value: JsonValue): readonly string[] {
  const names = isJsonObject(value) ? value['required'] : undefined;
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

const MAX_DEPTH = 6;
