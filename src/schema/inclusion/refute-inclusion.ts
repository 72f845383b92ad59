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
 * @param told - causes that have a small witness already, by `causeOf`: theirs is not made smaller again
 */
export function refuteInclusion(question: InclusionQuestion, open: readonly OpenPart[], told?: ReadonlySet<string>): Refutation {
  if (open.length === 0 || question.budget.maxValueCount === 0) return { breaks: [], isExhausted: false };
  const all = finiteValues(question);
  const { maxValueCount, maxBreakCount } = question.budget;
  const search: Search = { question, open, told, found: new Map(), uncovered: new Set(open) };
  const judged = new Set<string>();
  let effortCount = 0;
  let foundAtCount: number | undefined;
  const furtherCount = (): number => (search.uncovered.size === 0 ? COVERED_EFFORT_COUNT : FURTHER_EFFORT_COUNT);
  const isLate = (): boolean => foundAtCount !== undefined && effortCount > 2 * foundAtCount + furtherCount();
  const isDone = (): boolean => effortCount >= maxValueCount || search.found.size >= maxBreakCount || isLate();
  for (const value of all ?? candidateValues(question, open)) {
    if (isDone()) break;
    effortCount += 1;
    if (value === undefined) continue;
    const text = JSON.stringify(value);
    effortCount += Math.floor(text.length / LARGE_TEXT_LENGTH);
    if (judged.has(text)) continue;
    judged.add(text);
    if (mayWrite(question, value) && !isReadable(question, value) && note(search, value)) foundAtCount = effortCount;
  }
  return { breaks: [...search.found.values()], isExhausted: all !== undefined && !isDone() };
}

/** A value of so many characters costs as much as another small one, to make as well as to judge. */
const LARGE_TEXT_LENGTH = 2_000;
/** What is tried on behind a break for further causes: each clause has had its turn by then. */
const FURTHER_EFFORT_COUNT = 150;
/** The same, when each open place has shown a break: it may still hide another. */
const COVERED_EFFORT_COUNT = 60;

interface Search {
  readonly question: InclusionQuestion;
  readonly open: readonly OpenPart[];
  readonly told: ReadonlySet<string> | undefined;
  /** By what the cause is known by. */
  readonly found: Map<string, SchemaBreak>;
  /** Where nothing was found yet. */
  readonly uncovered: Set<OpenPart>;
}

/** Keeps the first cause in the value that is not known yet; whether there is one. */
function note({ question, open, told, found, uncovered }: Search, value: JsonValue): boolean {
  for (const refusal of refusalsOf(question, value, open)) {
    const first = breakOf(question, value, refusal);
    if (found.has(causeOf(first))) continue;
    const smallest = told?.has(causeOf(first)) === true ? first : smallestBreak(question, first);
    if (found.has(causeOf(smallest))) continue;
    found.set(causeOf(smallest), smallest);
    for (const part of uncovered) if (isAt(part, smallest)) uncovered.delete(part);
    return true;
  }
  return false;
}

function smallestBreak(question: InclusionQuestion, { witness, violation }: SchemaBreak): SchemaBreak {
  const smallest = smallestWitness(question, witness, violation);
  return breakOf(question, smallest.value, smallest.violation);
}

function isAt({ reader }: OpenPart, { violation }: SchemaBreak): boolean {
  return reader.uri === violation.schemaUri && violation.schemaPointer.startsWith(`${reader.pointer}/`);
}

/**
 * What the cause of a break is known by. The same member missing and another one missing are two things; so is the same clause beside another
 * schema of the writer.
 *
 * @param found - of any pair of schemas of the same two documents
 */
export function causeOf({ violation, writer }: SchemaBreak): string {
  const { keyword, schemaUri, schemaPointer, args } = violation;
  const property = keyword === 'required' || keyword === 'dependentRequired' ? String(args['property']) : '';
  return `${schemaUri}#${schemaPointer} ${property} ${writer?.uri}#${writer?.pointer}`;
}
