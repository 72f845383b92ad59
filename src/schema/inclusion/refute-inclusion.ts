import type { JsonValue } from '../../base/json.js';
import { candidateValues } from './candidate-values.js';
import { finiteValues } from './candidate-finite.js';
import type { InclusionQuestion } from './inclusion-question.js';
import { breakOf, refusalsOf } from './refute-break.js';
import type { OpenPart, SchemaBreak } from './schema-comparison.js';
import { smallestWitness } from './shrink-witness.js';
import { isReadable, mayWrite } from './value-views.js';

/** What the search came to. */
export interface Refutation {
  /** Each of another cause, none when nothing was found. */
  readonly breaks: readonly SchemaBreak[];
  /** Whether all values that the writer may write were judged: then an empty `breaks` is a proof. */
  readonly isExhausted: boolean;
}

/**
 * Values that the writer's side may write and the reader's side cannot read, small and one for each clause that refuses. The same question has
 * the same answer.
 *
 * @param question - the two sides, and how hard it is tried
 * @param open - where a proof was left open; nothing is tried when there is none
 */
export function refuteInclusion(question: InclusionQuestion, open: readonly OpenPart[]): Refutation {
  if (open.length === 0) return { breaks: [], isExhausted: false };
  const all = finiteValues(question);
  const { maxValueCount, maxBreakCount } = question.budget;
  const search: Search = { question, open, found: new Map() };
  const judged = new Set<string>();
  let effortCount = 0;
  let foundAtCount: number | undefined;
  const isLate = (): boolean => foundAtCount !== undefined && effortCount > 2 * foundAtCount + FURTHER_EFFORT_COUNT;
  const isDone = (): boolean => effortCount >= maxValueCount || search.found.size >= maxBreakCount || isLate();
  for (const value of all ?? candidateValues(question, open)) {
    if (isDone()) break;
    effortCount += 1;
    if (value === undefined) continue;
    const text = JSON.stringify(value);
    if (judged.has(text)) continue;
    judged.add(text);
    if (mayWrite(question, value) && !isReadable(question, value) && note(search, value)) foundAtCount = effortCount;
  }
  return { breaks: [...search.found.values()], isExhausted: all !== undefined && !isDone() };
}

/** What is tried on behind a break for further causes: each clause has had its turn by then. */
const FURTHER_EFFORT_COUNT = 150;

interface Search {
  readonly question: InclusionQuestion;
  readonly open: readonly OpenPart[];
  /** By what the cause is known by. */
  readonly found: Map<string, SchemaBreak>;
}

/** Keeps the first cause in the value that is not known yet; whether there is one. */
function note({ question, open, found }: Search, value: JsonValue): boolean {
  for (const refusal of refusalsOf(question, value, open)) {
    if (found.has(keyOf(breakOf(question, value, refusal)))) continue;
    const witness = smallestWitness(question, value, refusal);
    const smallest = breakOf(question, witness.value, witness.violation);
    if (found.has(keyOf(smallest))) continue;
    found.set(keyOf(smallest), smallest);
    return true;
  }
  return false;
}

/** The same member missing and another one missing are two things; so is the same clause beside another schema of the writer. */
function keyOf({ violation, writer }: SchemaBreak): string {
  const { keyword, schemaUri, schemaPointer, args } = violation;
  const property = keyword === 'required' || keyword === 'dependentRequired' ? String(args['property']) : '';
  return `${schemaUri}#${schemaPointer} ${property} ${writer?.uri}#${writer?.pointer}`;
}
