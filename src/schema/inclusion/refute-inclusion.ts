import type { JsonValue } from '../../base/json.js';
import type { Effort } from '../boundary/reach.js';
import { createReach } from '../boundary/reach.js';
import { nodeFromSchema } from '../node.js';
import type { Tried } from './candidate-parts.js';
import { armQuestions } from './arm-questions.js';
import { candidateValues } from './candidate-values.js';
import { finiteValues } from './candidate-finite.js';
import type { InclusionQuestion } from './inclusion-question.js';
import { partQuestion } from './part-question.js';
import { inPlaceNodes } from './in-place-nodes.js';
import { samenessOf } from './same-schema.js';
import { breakOf, refusalsOf } from './refute-break.js';
import type { OpenPart, SchemaBreak } from './schema-comparison.js';
import { smallestWitness } from './shrink-witness.js';
import { isReadable, mayWrite } from './value-views.js';
import { createWholes } from './wholes-with-part.js';

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
  const search: Search = { question, told, isRough: false, found: new Map(), uncovered: new Set(open), futile: new Set() };
  if (all === undefined) searchParts(search, open);
  const left = [...search.uncovered];
  if (left.length === 0) return { breaks: shallowestFirst(search), isExhausted: false };
  // Where a place alone shows nothing, what stands around it seldom helps.
  const isFutile = left.every((part) => search.futile.has(part));
  const maxValueCount = isFutile ? Math.ceil(question.budget.maxValueCount / FUTILE_PARTS) : question.budget.maxValueCount;
  const effort = { attemptCount: 0 };
  const isExhausted = searchWholes(search, all ?? candidateValues(question, left, effort), { open: left, maxValueCount, effort });
  return { breaks: shallowestFirst(search), isExhausted: all !== undefined && isExhausted };
}

const FUTILE_PARTS = 10;

function shallowestFirst({ found }: Search): readonly SchemaBreak[] {
  return [...found.values()].toSorted((left, right) => left.location.length - right.location.length);
}

interface Search {
  readonly question: InclusionQuestion;
  readonly told: ReadonlySet<string> | undefined;
  /** Whether what is found serves only to try it elsewhere: then it is not made smaller. */
  readonly isRough: boolean;
  /** By what the cause is known by. */
  readonly found: Map<string, SchemaBreak>;
  /** Where nothing was found yet. */
  readonly uncovered: Set<OpenPart>;
  /** Which of them show nothing by themselves. */
  readonly futile: Set<OpenPart>;
}

/** Each open place by itself, whose values are small, and what is found there put into whole values. */
function searchParts(search: Search, open: readonly OpenPart[]): void {
  const { question, found, uncovered, futile } = search;
  const wholes = createWholes(createReach(nodeFromSchema(question.writer), question.direction));
  for (const part of open) {
    if (found.size >= question.budget.maxBreakCount) return;
    const asked = partQuestion(question, part);
    if (asked === undefined) continue;
    let isShown = false;
    let isFutile = true;
    for (const value of partWitnesses(asked, part, search.told)) {
      isFutile = false;
      if (isShownInWhole(search, wholes.around(part, value), part)) isShown = true;
    }
    if (isShown) uncovered.delete(part);
    else if (isFutile) futile.add(part);
  }
}

/** What an open place alone may write and not read; where it is a union, by its arms first. */
function* partWitnesses(asked: InclusionQuestion, part: OpenPart, told: Search['told']): Generator<JsonValue> {
  const within = (question: InclusionQuestion, maxValueCount: number, isRough: boolean): readonly JsonValue[] => {
    const budget = { ...question.budget, maxValueCount: Math.min(question.budget.maxValueCount, maxValueCount) };
    return refuteAlone({ ...question, budget }, part, { told, isRough }).map(({ witness }) => witness);
  };
  let isShown = false;
  for (const question of armQuestions(asked, samenessOf(asked))) {
    for (const value of within(question, MAX_ARM_VALUE_COUNT, true)) {
      // What an arm refuses another one may take.
      if (!mayWrite(asked, value) || isReadable(asked, value)) continue;
      isShown = true;
      yield value;
    }
  }
  if (!isShown) yield* within(asked, MAX_PART_VALUE_COUNT, false);
}

/** An open place alone is searched through sooner. */
const MAX_PART_VALUE_COUNT = 200;
const MAX_ARM_VALUE_COUNT = 60;

function refuteAlone(
  question: InclusionQuestion,
  part: OpenPart,
  { told, isRough }: Pick<Search, 'told' | 'isRough'>,
): readonly SchemaBreak[] {
  const open = [{ ...part, location: [] }];
  const search: Search = { question, told, isRough, found: new Map(), uncovered: new Set(open), futile: new Set() };
  const effort = { attemptCount: 0 };
  const values = finiteValues(question) ?? candidateValues(question, open, effort);
  searchWholes(search, values, { open, maxValueCount: question.budget.maxValueCount, effort });
  return [...search.found.values()];
}

/** Other places may refuse the whole as well: what counts is a cause at this one. */
function isShownInWhole(search: Search, wholes: Iterable<JsonValue>, part: OpenPart): boolean {
  const { question } = search;
  for (const whole of wholes) {
    if (!mayWrite(question, whole) || isReadable(question, whole)) continue;
    const found = noted(search, whole, [part]);
    if (found === undefined || part.location.every((token, index) => token === found.location[index])) return true;
  }
  return false;
}

interface Limits {
  readonly open: readonly OpenPart[];
  readonly maxValueCount: number;
  readonly effort: Effort;
}

/** Judges whole values; whether all of them were. */
function searchWholes(search: Search, values: Iterable<Tried>, { open, maxValueCount, effort }: Limits): boolean {
  const { question } = search;
  const { maxBreakCount } = question.budget;
  const weight = weightOf(question);
  const judged = new Set<string>();
  let valueEffort = 0;
  const effortOf = (): number => valueEffort + Math.floor(effort.attemptCount / ATTEMPTS_OF_VALUE);
  let foundAtCount: number | undefined;
  const furtherCount = (): number => (search.uncovered.size === 0 ? COVERED_EFFORT_COUNT : FURTHER_EFFORT_COUNT);
  const isLate = (): boolean => foundAtCount !== undefined && effortOf() > 2 * foundAtCount + furtherCount();
  const isDone = (): boolean => effortOf() >= maxValueCount || search.found.size >= maxBreakCount || isLate();
  for (const value of values) {
    if (isDone()) break;
    valueEffort += weight;
    if (value === undefined) continue;
    const text = JSON.stringify(value);
    valueEffort += Math.floor(text.length / LARGE_TEXT_LENGTH);
    if (judged.has(text)) continue;
    judged.add(text);
    if (mayWrite(question, value) && !isReadable(question, value) && noted(search, value, open) !== undefined) foundAtCount = effortOf();
  }
  return !isDone();
}

/** A value of a wide union costs as much as many: each arm is asked about each. */
function weightOf({ writer, reader }: InclusionQuestion): number {
  const nodes = [writer, reader].flatMap((schema) => inPlaceNodes(nodeFromSchema(schema)));
  return 1 + Math.floor(nodes.length / WIDE_NODE_COUNT);
}

const WIDE_NODE_COUNT = 30;
/** Attempts at building that cost as much as judging one small value. */
const ATTEMPTS_OF_VALUE = 100;
/** A value of so many characters costs as much as another small one, to make as well as to judge. */
const LARGE_TEXT_LENGTH = 2_000;
/** What is tried on behind a break for further causes: each clause has had its turn by then. */
const FURTHER_EFFORT_COUNT = 150;
/** The same, when each open place has shown a break: it may still hide another. */
const COVERED_EFFORT_COUNT = 60;

/** Keeps the first cause in the value that is not known yet; `undefined` when there is none. */
function noted(
  { question, told, isRough, found, uncovered }: Search,
  value: JsonValue,
  open: readonly OpenPart[],
): SchemaBreak | undefined {
  for (const refusal of refusalsOf(question, value, open)) {
    const first = breakOf(question, value, refusal);
    if (found.has(causeOf(first))) continue;
    const smallest = isRough || told?.has(causeOf(first)) === true ? first : smallestBreak(question, first);
    if (found.has(causeOf(smallest))) continue;
    found.set(causeOf(smallest), smallest);
    for (const part of uncovered) if (isAt(part, smallest)) uncovered.delete(part);
    return smallest;
  }
  return undefined;
}

function smallestBreak(question: InclusionQuestion, { witness, violation }: SchemaBreak): SchemaBreak {
  const smallest = smallestWitness(question, witness, violation);
  return breakOf(question, smallest.value, smallest.violation);
}

function isAt({ reader }: OpenPart, { violation }: SchemaBreak): boolean {
  return reader.uri === violation.schemaUri && `${violation.schemaPointer}/`.startsWith(`${reader.pointer}/`);
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
