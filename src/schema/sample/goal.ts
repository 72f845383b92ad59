import type { JsonValue } from '../../base/json.js';
import { isEqualJson } from '../equality.js';
import type { Node } from '../node.js';
import { isValidByNode } from '../validate.js';
import type { Sampling } from './budget.js';

/** A value that is wanted. */
export interface Goal {
  /** The schemas it must satisfy, all of them. */
  readonly conjuncts: readonly Node[];
  /** The targets of references that lead here from the top. */
  readonly path: readonly object[];
  readonly depth: number;
  /** Values it must not be: the other items of a list without doubles. */
  readonly excluded: readonly JsonValue[];
}

/** What builds the members and items of a value. */
export interface Builder {
  readonly sampling: Sampling;
  readonly build: (goal: Goal) => JsonValue | undefined;
}

/**
 * Whether a value satisfies a goal.
 *
 * @param value - a candidate
 * @param goal - what is wanted
 * @param sampling - of this call
 */
export function isProved(value: JsonValue, goal: Goal, sampling: Sampling): boolean {
  if (goal.excluded.some((other) => isEqualJson(other, value))) return false;
  return goal.conjuncts.every((node) => isValidByNode(node, value, sampling.options));
}
