import type { JsonObject, JsonValue } from '../../base/json.js';
import type { Node } from '../../schema/node.js';
import type { ReadTree } from './read-tree.js';

/** A reduction under way. */
export interface Reduction {
  /** Whether an arm of a union lets in what only the others speak of. */
  readonly arms: 'open' | 'closed';
  /** The schema of a node as far as it is read; what is more than a name for something is worked out once for each node and tree. */
  reduce(node: Node, tree: ReadTree): Reduced;
  /** A reference to it, so that recursion ends. */
  refer(node: Node, tree: ReadTree): Reduced;
  /** Notes that the result lets in too much. */
  loosen(): void;
}

export interface Reduced {
  readonly value: JsonValue;
  /** Whether nothing was left out: it means just what the node means. */
  readonly isExact: boolean;
}

/** One schema of the result while its clauses are put together. */
export interface Draft {
  readonly node: Node;
  readonly tree: ReadTree;
  readonly reduction: Reduction;
  readonly plain: Record<string, JsonValue>;
  /** What cannot stand beside the other clauses. */
  readonly also: JsonValue[];
  isExact: boolean;
}

/**
 * A schema that also takes `null`; whether it travels is still told of it.
 *
 * @param value - a schema of draft 2020-12
 */
export function orNull(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value === true ? true : { type: 'null' };
  const { readOnly, writeOnly } = value as JsonObject;
  return { anyOf: [{ type: 'null' }, value], ...(readOnly === true ? { readOnly } : {}), ...(writeOnly === true ? { writeOnly } : {}) };
}
