import type { JsonValue } from '../../base/json.js';
import type { Node } from '../node.js';
import type { ValidateOptions } from '../validate.js';
import type { Drawer } from './source.js';

/** How values are drawn that satisfy some schemas, all of them. Worked out when the first one is drawn. */
export interface Plan {
  readonly draw: Drawer;
  /** Whether its values have no parts, so that they are cheap however deep they stand. */
  readonly isScalar: () => boolean;
  /** Small values, at least one of each way the schemas can be read that was found to give any. */
  readonly simplest: () => readonly JsonValue[];
}

/** Gives the plans of one document and direction; the same schemas have the same plan, which is how recursion closes. */
export interface Planner {
  readonly options: ValidateOptions;
  planOf(conjuncts: readonly Node[]): Plan;
  /** Whether a value satisfies schemas, all of them. */
  isProved(conjuncts: readonly Node[], value: JsonValue): boolean;
}
