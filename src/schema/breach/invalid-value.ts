import type { JsonValue } from '../../base/json.js';
import type { SchemaBreach } from './judge-breach.js';

/** A value that breaks exactly one clause of a schema. */
export interface InvalidValue {
  readonly value: JsonValue;
  readonly breach: SchemaBreach;
}
