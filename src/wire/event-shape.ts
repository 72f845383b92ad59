import { isJsonMediaType, parseMediaType } from '../base/media-type.js';
import { isJsonObject } from '../base/json.js';
import type { Schema } from '../schema/schema.js';
import { resolveSchema, schemaAt } from '../schema/schema-at.js';

/** What the schema of a server-sent event says of its fields. */
export interface EventShape {
  readonly hasData: boolean;
  readonly hasId: boolean;
  /** Of the JSON text that the data is. */
  readonly content: Schema | undefined;
}

/**
 * What the schema of the items says of events, looked up once for all of them.
 *
 * @param itemSchema - of a `text/event-stream`
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-8.5 (contentSchema)
 */
export function eventShapeOf(itemSchema: Schema): EventShape {
  const resolved = resolveSchema(itemSchema);
  const data = resolved === undefined ? undefined : schemaAt(resolved, 'properties', 'data');
  const dataSchema = data === undefined ? undefined : resolveSchema(data);
  const hasId = resolved !== undefined && schemaAt(resolved, 'properties', 'id') !== undefined;
  return { hasData: data !== undefined, hasId, content: dataSchema === undefined ? undefined : contentSchemaOf(dataSchema) };
}

function contentSchemaOf(data: Schema): Schema | undefined {
  const { value } = data;
  if (!isJsonObject(value) || typeof value['contentMediaType'] !== 'string') return undefined;
  const parsed = parseMediaType(value['contentMediaType']);
  return parsed !== undefined && isJsonMediaType(parsed) ? schemaAt(data, 'contentSchema') : undefined;
}
