import type { JsonValue } from '../../base/json.js';
import { simplerSteps } from '../arbitrary/simpler-steps.js';
import { isSameClause } from '../breach/judge-breach.js';
import type { InclusionQuestion } from './inclusion-question.js';
import { refusalsOf } from './refute-break.js';
import type { OpenPart } from './schema-comparison.js';
import { isReadable, mayWrite } from './value-views.js';
import type { Violation } from '../violation.js';

/** A value and the clause of the reader that refuses it. */
export interface RefusedValue {
  readonly value: JsonValue;
  readonly violation: Violation;
  /** Where a proof was left open. */
  readonly open: readonly OpenPart[];
}

/**
 * A smallest value that the same clause refuses, as far as a bounded number of steps leads.
 *
 * @param question - the two sides
 * @param refused - the value, that the writer may write and the reader cannot read, and the clause that refuses it
 * @param effort - `built`: of a value that was made around a small one, which has little to spare
 */
export function smallestWitness(question: InclusionQuestion, refused: RefusedValue, effort: ShrinkingEffort): SmallestWitness {
  const { value, violation, open } = refused;
  const { least, most, length } = EFFORTS[effort];
  const maxJudgedCount = Math.min(most, least + Math.floor(length / JSON.stringify(value).length));
  let left = maxJudgedCount;
  let smallest = refused;
  let last = violation;
  const isRefused = (other: JsonValue): boolean => {
    left -= 1;
    if (left < 0 || !mayWrite(question, other) || isReadable(question, other)) return false;
    const refusal = refusalsOf(question, other, open).find((found) => isSameCause(found, violation));
    last = refusal ?? last;
    return refusal !== undefined;
  };
  const shrinking = { isValid: isRefused, simplest: () => [], mayGoOn: (): boolean => left > 0 };
  let path: readonly number[] | undefined;
  while (left > 0) {
    const [step] = simplerSteps(smallest.value, path, shrinking);
    if (step === undefined) break;
    smallest = { value: step.value, violation: last, open };
    path = step.path;
  }
  return { ...smallest, judgedCount: maxJudgedCount - Math.max(0, left) };
}

interface SmallestWitness extends RefusedValue {
  /** Values that were looked at. */
  readonly judgedCount: number;
}

export type ShrinkingEffort = 'found' | 'built';

/** Values judged, and characters of all of them together: a large one is not made smaller to the end. */
const EFFORTS = {
  found: { least: 50, most: 1_500, length: 400_000 },
  built: { least: 20, most: 1_500, length: 60_000 },
} as const;

function isSameCause(first: Violation, second: Violation): boolean {
  return isSameClause(first, second) && first.args['property'] === second.args['property'];
}
