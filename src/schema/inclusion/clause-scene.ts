import type { Clause, Clauses } from '../clauses.js';
import type { Direction } from '../schema.js';
import type { Literal } from './literal.js';

/** A clause where it stands. */
export interface ClauseScene {
  readonly clause: Clause;
  /** All clauses of the same schema. */
  readonly clauses: Clauses;
  /** What is said of the schema. */
  readonly literal: Literal;
  readonly direction: Direction | undefined;
}
