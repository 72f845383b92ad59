import type { JsonObject } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { resolveSchema, schemaAt } from '../schema/schema-at.js';
import type { Schema } from '../schema/schema.js';

/**
 * The properties that the schema of a workflow's inputs names, each as it is behind its references: components are there to be shared.
 *
 * @param schema - of the inputs; none has no properties
 */
export function inputProperties(schema: Schema | undefined): InputProperties {
  if (schema === undefined) return [];
  // Asked again for every run of a workflow.
  const properties = KNOWN.get(schema) ?? readProperties(schema);
  KNOWN.set(schema, properties);
  return properties;
}

type InputProperties = readonly (readonly [name: string, property: JsonObject])[];

const KNOWN = new WeakMap<Schema, InputProperties>();

function readProperties(schema: Schema): InputProperties {
  const whole = resolveSchema(schema);
  const properties = whole === undefined ? undefined : schemaAt(whole, 'properties');
  if (properties === undefined || !isJsonObject(properties.value)) return [];
  return Object.keys(properties.value).flatMap((name) => {
    const property = schemaAt(properties, name);
    const value = property === undefined ? undefined : resolveSchema(property)?.value;
    return isJsonObject(value) ? [[name, value] as const] : [];
  });
}
