import type { JsonValue } from '../base/json.js';
import type { Dialect } from './dialect.js';
import type { Schema } from './schema.js';

/**
 * A schema that stands alone: its references lead into itself.
 *
 * @param value - as parsed, an object or a boolean
 * @param dialect - the rules it was written in, unless its `$schema` says otherwise
 */
export function schemaFromValue(value: JsonValue, dialect: Dialect = '2020-12'): Schema {
  return { value, dialect, uri: '', pointer: '', documents: { get: (uri) => (uri === '' ? value : undefined) } };
}
