import { isSequentialMediaType, parseMediaType } from '../../base/media-type.js';
import { isJsonObject } from '../../base/json.js';
import { resolveSchema } from '../../schema/schema-at.js';
import type { Schema } from '../../schema/schema.js';
import type { MediaType } from '../contract.js';
import type { Reading } from './reading.js';

/**
 * What a lone `schema` means for a media type. Before OpenAPI 3.2 there was no `itemSchema`, so documents describe the items of a stream
 * (`application/x-ndjson`) where they stand for the whole; only an array can be meant as the whole stream.
 *
 * @param reading - which version speaks
 * @param name - the media type as declared
 * @param schema - as declared
 * @see OpenAPI 3.2.0 §4.14.2 (Sequential Media Types)
 */
export function schemasOfMediaType(reading: Reading, name: string, schema: Schema | undefined): Pick<MediaType, 'schema' | 'itemSchema'> {
  const parsed = parseMediaType(name);
  if (schema === undefined || reading.specification === '3.2' || parsed === undefined || !isSequentialMediaType(parsed)) {
    return { schema, itemSchema: undefined };
  }
  const value = resolveSchema(schema)?.value;
  const isArray = isJsonObject(value) && value['type'] === 'array';
  return isArray ? { schema, itemSchema: undefined } : { schema: undefined, itemSchema: schema };
}
