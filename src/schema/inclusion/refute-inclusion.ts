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
import type { SearchMemory } from './search-memory.js';
import { createSearchMemory, partKey } from './search-memory.js';
import { samenessOf } from './same-schema.js';
import { breakOf, refusalsOf } from './refute-break.js';
import type { OpenPart, SchemaBreak } from './schema-comparison.js';
import type { ShrinkingEffort } from './shrink-witness.js';
import { smallestWitness } from './shrink-witness.js';
import { isReadable, mayWrite } from './value-views.js';
import { createWholes } from './wholes-with-part.js';

/** What the search came to. */
export interface Refutation {
  /** Each of another cause, none when nothing was found. */
  readonly breaks: readonly SchemaBreak[];
  /** Whether all values that the writer may write were judged: then an empty `breaks` is a proof. */
  readonly isExhausted: boolean;
  /** What it cost, in small values judged. */
  readonly effortCount: number;
}

/**
 * Values that the writer's side may write and the reader's side cannot read, small and one for each clause that refuses. The same question has
 * the same answer.
 *
 * @param question - the two sides, and how hard it is tried
 * @param open - where a proof was left open; nothing is tried when there is none
 * @param memory - of the searches before, between the same two versions and in the same direction
 */
export function refuteInclusion(question: InclusionQuestion, open: readonly OpenPart[], memory = createSearchMemory()): Refutation {
  if (open.length === 0 || question.budget.maxValueCount === 0) return { breaks: [], isExhausted: false, effortCount: 0 };
  const all = finiteValues(question);
  const search = newSearch(question, open, { memory, isRough: false, cost: { effortCount: 0 } });
  if (all === undefined) searchParts(search, open);
  const left = [...search.uncovered].filter((part) => !memory.futile.has(search.futile.get(part) ?? ''));
  const isExhausted = left.length > 0 && searchLeft(search, left, all);
  for (const part of left) {
    const key = search.futile.get(part);
    if (key !== undefined && search.uncovered.has(part)) memory.futile.add(key);
  }
  return { breaks: shallowestFirst(search), isExhausted: all !== undefined && isExhausted, effortCount: search.cost.effortCount };
}

/** The wholes, for what no place alone has shown. */
function searchLeft(search: Search, left: readonly OpenPart[], all: Iterable<JsonValue> | undefined): boolean {
  const { question } = search;
  // Where a place alone shows nothing, what stands around it seldom helps.
  const isFutile = left.every((part) => search.futile.has(part));
  const maxValueCount = isFutile ? Math.ceil(question.budget.maxValueCount / FUTILE_PARTS) : question.budget.maxValueCount;
  const effort = { attemptCount: 0 };
  return searchWholes(search, all ?? candidateValues(question, left, effort), { open: left, maxValueCount, effort });
}

const FUTILE_PARTS = 10;

function shallowestFirst({ found }: Search): readonly SchemaBreak[] {
  return [...found.values()].toSorted((left, right) => left.location.length - right.location.length);
}

interface Search extends SearchShare {
  readonly question: InclusionQuestion;
  /** By what the cause is known by. */
  readonly found: Map<string, SchemaBreak>;
  /** Where nothing was found yet. */
  readonly uncovered: Set<OpenPart>;
  /** Which of them show nothing by themselves, with what they are remembered by. */
  readonly futile: Map<OpenPart, string>;
}

/** What a search has in common with those within it. */
interface SearchShare {
  readonly memory: SearchMemory;
  /** Whether what is found serves only to try it elsewhere: then it is not made smaller. */
  readonly isRough: boolean;
  readonly cost: { effortCount: number };
}

function newSearch(question: InclusionQuestion, open: readonly OpenPart[], { memory, isRough, cost }: SearchShare): Search {
  return { question, memory, isRough, cost, found: new Map(), uncovered: new Set(open), futile: new Map() };
}

/** Each open place by itself, whose values are small, and what is found there put into whole values. */
function searchParts(search: Search, open: readonly OpenPart[]): void {
  const { question, found, uncovered, futile, memory, cost } = search;
  const wholes = createWholes(createReach(nodeFromSchema(question.writer), question.direction));
  const maxEffortCount = cost.effortCount + question.budget.maxValueCount * PARTS_SHARE;
  for (const part of open) {
    if (found.size >= question.budget.maxBreakCount || cost.effortCount > maxEffortCount) return;
    const asked = partQuestion(question, part);
    if (asked === undefined) continue;
    const key = partKey(asked, part);
    const values = memory.witnesses.get(key) ?? [...partWitnesses(asked, part, search)];
    memory.witnesses.set(key, values);
    // Each of them, for causes of its own.
    const shown = values.filter((value) => isShownInWhole(search, wholes.around(part, value), part));
    if (shown.length > 0) uncovered.delete(part);
    else if (values.length === 0) futile.set(part, key);
  }
}

/** All places together may cost so many times what a search of the whole may. */
const PARTS_SHARE = 10;

/** What an open place alone may write and not read; where it is a union, by its arms first. */
function* partWitnesses(asked: InclusionQuestion, part: OpenPart, search: Search): Generator<JsonValue> {
  const within = (question: InclusionQuestion, maxValueCount: number, isRough: boolean): readonly JsonValue[] => {
    const budget = { ...question.budget, maxValueCount: Math.min(question.budget.maxValueCount, maxValueCount) };
    return refuteAlone({ ...question, budget }, part, { ...search, isRough }).map(({ witness }) => witness);
  };
  const maxEffortCount = search.cost.effortCount + MAX_ARMS_EFFORT_COUNT;
  let isShown = false;
  for (const question of armQuestions(asked, samenessOf(asked))) {
    if (search.cost.effortCount > maxEffortCount) break;
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

/** All arms of a union together. */
const MAX_ARMS_EFFORT_COUNT = 600;

function refuteAlone(question: InclusionQuestion, part: OpenPart, share: SearchShare): readonly SchemaBreak[] {
  const open = [{ ...part, location: [] }];
  const search = newSearch(question, open, share);
  const effort = { attemptCount: 0 };
  const values = finiteValues(question) ?? candidateValues(question, open, effort);
  searchWholes(search, values, { open, maxValueCount: question.budget.maxValueCount, effort });
  return [...search.found.values()];
}

/** Other places may refuse the whole as well: what counts is a cause at this one. */
function isShownInWhole(search: Search, wholes: Iterable<JsonValue>, part: OpenPart): boolean {
  const { question, cost } = search;
  for (const whole of wholes) {
    cost.effortCount += 1 + Math.floor(JSON.stringify(whole).length / LARGE_TEXT_LENGTH);
    if (!mayWrite(question, whole) || isReadable(question, whole)) continue;
    const found = noted(search, whole, { open: [part], effort: 'built' });
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
    if (mayWrite(question, value) && !isReadable(question, value) && noted(search, value, { open, effort: 'found' }) !== undefined)
      foundAtCount = effortOf();
  }
  search.cost.effortCount += effortOf();
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

interface Noting {
  readonly open: readonly OpenPart[];
  readonly effort: ShrinkingEffort;
}

/** Keeps the first cause in the value that is not known yet; `undefined` when there is none. */
function noted(
  { question, memory, isRough, found, uncovered, cost }: Search,
  value: JsonValue,
  { open, effort }: Noting,
): SchemaBreak | undefined {
  for (const refusal of refusalsOf(question, value, open)) {
    const first = breakOf(question, value, refusal);
    if (found.has(causeOf(first))) continue;
    const smallest = isRough || memory.told.has(causeOf(first)) ? first : smallestBreak(question, first, { effort, cost });
    if (found.has(causeOf(smallest))) continue;
    found.set(causeOf(smallest), smallest);
    for (const part of uncovered) if (isAt(part, smallest)) uncovered.delete(part);
    return smallest;
  }
  return undefined;
}

function smallestBreak(
  question: InclusionQuestion,
  { witness, violation }: SchemaBreak,
  { effort, cost }: { readonly effort: ShrinkingEffort } & Pick<SearchShare, 'cost'>,
): SchemaBreak {
  const smallest = smallestWitness(question, { value: witness, violation }, effort);
  cost.effortCount += smallest.judgedCount;
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
