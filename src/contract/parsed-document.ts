import type { JsonValue } from '../base/json.js';
import type { Place } from '../base/place.js';

/** A parsed document with what its parser forgave. */
export interface ParsedDocument {
  readonly value: JsonValue;
  readonly duplicateKeys: readonly DuplicateKey[];
}

/** A key that a mapping of YAML has twice: the last one holds. */
export interface DuplicateKey {
  readonly key: string;
  readonly place: Place;
}
