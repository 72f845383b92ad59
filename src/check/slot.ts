import type { JsonValue } from '../base/json.js';
import type { Operation } from '../contract/contract.js';

/** Values that may be used for a slot of a request, likely ones first. */
export type Suggest = (slot: Slot) => readonly JsonValue[];

/** A place in a request that takes a value. */
export interface Slot {
  readonly operation: Operation;
  readonly in: 'path' | 'query' | 'header' | 'cookie' | 'querystring' | 'body';
  /** A parameter's name; a JSON pointer into the body. */
  readonly name: string;
}
