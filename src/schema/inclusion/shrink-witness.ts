import type { JsonValue } from '../../base/json.js';
import { simplerSteps } from '../arbitrary/simpler-steps.js';
import { isSameClause } from '../breach/judge-breach.js';
import type { InclusionQuestion } from './inclusion-question.js';
import { refusalsOf } from './refute-break.js';
import { isReadable, mayWrite } from './value-views.js';
import type { Violation } from '../violation.js';

/** A value and the clause of the reader that refuses it. */
export interface RefusedValue {
  readonly value: JsonValue;
  readonly violation: Violation;
}

/**
 * A smallest value that the same clause refuses, as far as a bounded number of steps leads.
 *
 * @param question - the two sides
 * @param value - that the writer may write and the reader cannot read
 * @param violation - the clause that refuses it
 */
export function smallestWitness(question: InclusionQuestion, value: JsonValue, violation: Violation): RefusedValue {
  let left = Math.min(MAX_JUDGED_COUNT, MIN_JUDGED_COUNT + Math.floor(MAX_JUDGED_LENGTH / JSON.stringify(value).length));
  let smallest: RefusedValue = { value, violation };
  const refusal = (other: JsonValue): Violation | undefined => {
    left -= 1;
    if (left < 0 || !mayWrite(question, other) || isReadable(question, other)) return undefined;
    return refusalsOf(question, other, []).find((found) => isSameCause(found, violation));
  };
  const shrinking = { isValid: (other: JsonValue): boolean => refusal(other) !== undefined, simplest: () => [] };
  let path: readonly number[] | undefined;
  while (left > 0) {
    const [step] = simplerSteps(smallest.value, path, shrinking);
    if (step === undefined) break;
    left += 1;
    smallest = { value: step.value, violation: refusal(step.value) ?? smallest.violation };
    path = step.path;
  }
  return smallest;
}

const MAX_JUDGED_COUNT = 1_500;
const MIN_JUDGED_COUNT = 50;
/** Characters of all values judged: a large one is not made smaller to the end. */
const MAX_JUDGED_LENGTH = 400_000;

function isSameCause(first: Violation, second: Violation): boolean {
  return isSameClause(first, second) && first.args['property'] === second.args['property'];
}
