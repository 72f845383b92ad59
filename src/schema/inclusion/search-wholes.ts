import type { JsonValue } from '../../base/json.js';
import type { Effort } from '../boundary/reach.js';
import { isSameClause } from '../breach/judge-breach.js';
import { nodeFromSchema } from '../node.js';
import type { Tried } from './candidate-parts.js';
import type { InclusionQuestion } from './inclusion-question.js';
import { inPlaceNodes } from './in-place-nodes.js';
import { breakOf, refusalsOf } from './refute-break.js';
import type { OpenPart, SchemaBreak } from './schema-comparison.js';
import type { SearchMemory } from './search-memory.js';
import type { ShrinkingEffort } from './shrink-witness.js';
import { smallestWitness } from './shrink-witness.js';
import { isReadable, mayWrite } from './value-views.js';

/** One search, of a whole or of a place alone. */
export interface Search extends SearchShare {
  readonly question: InclusionQuestion;
  /** By what the cause is known by. */
  readonly found: Map<string, SchemaBreak>;
  /** Where nothing was found yet. */
  readonly uncovered: Set<OpenPart>;
  /** Which of them were searched by themselves. */
  readonly tried: Set<OpenPart>;
  /** Which of them show nothing by themselves, with what they are remembered by. */
  readonly futile: Map<OpenPart, string>;
}

/** What a search has in common with those within it. */
export interface SearchShare {
  readonly memory: SearchMemory;
  /** How many searches it is within. */
  readonly depth: number;
  /** Whether what is found serves only to try it elsewhere: then it is not made smaller. */
  readonly isRough: boolean;
  readonly cost: { effortCount: number };
}

/**
 * A search that has found nothing yet.
 *
 * @param question - the two sides
 * @param open - where a proof was left open
 * @param share - with those it is within
 */
export function newSearch(question: InclusionQuestion, open: readonly OpenPart[], { memory, depth, isRough, cost }: SearchShare): Search {
  return { question, memory, depth, isRough, cost, found: new Map(), uncovered: new Set(open), tried: new Set(), futile: new Map() };
}

interface Limits {
  readonly open: readonly OpenPart[];
  readonly maxValueCount: number;
  readonly effort: Effort;
}

/**
 * Judges values of the search's schemas and keeps what they show.
 *
 * @param search - is added to
 * @param values - to judge, until there is nothing more to expect
 * @param limits - how far it goes
 * @returns whether all of them were judged, and what cannot be read was told
 */
export function searchWholes(search: Search, values: Iterable<Tried>, { open, maxValueCount, effort }: Limits): boolean {
  const { question } = search;
  const { maxBreakCount } = question.budget;
  const weight = weightOf(question);
  const judged = new Set<string>();
  let valueEffort = 0;
  const effortOf = (): number => valueEffort + Math.floor(effort.attemptCount / ATTEMPTS_OF_VALUE);
  let foundAtCount: number | undefined;
  let isUntold = false;
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
    if (!mayWrite(question, value) || isReadable(question, value)) continue;
    if (noted(search, value, { open, effort: 'found' }) === undefined) isUntold = true;
    else foundAtCount = effortOf();
  }
  search.cost.effortCount += effortOf();
  return !isDone() && !isUntold;
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
export const LARGE_TEXT_LENGTH = 2_000;
/** What is tried on behind a break for further causes: each clause has had its turn by then. */
const FURTHER_EFFORT_COUNT = 150;
/** The same, when each open place has shown a break: it may still hide another. */
const COVERED_EFFORT_COUNT = 60;

interface Noting {
  readonly open: readonly OpenPart[];
  readonly effort: ShrinkingEffort;
}

/**
 * Keeps the first cause in a value that is not known yet.
 *
 * @param search - is added to
 * @param value - that may be written and not read
 * @param noting - where a proof was left open, and how small it is made
 * @returns `undefined` when there is none
 */
export function noted(search: Search, value: JsonValue, { open, effort }: Noting): SchemaBreak | undefined {
  const { question, memory, isRough, found, uncovered, cost } = search;
  for (const refusal of refusalsOf(question, value, open)) {
    const first = breakOf(question, value, refusal);
    if (found.has(causeOf(first))) continue;
    const smallest = isRough || memory.told.has(causeOf(first)) ? first : smallestBreak(question, first, { effort, cost, open });
    if (found.has(causeOf(smallest))) continue;
    found.set(causeOf(smallest), smallest);
    for (const part of uncovered) if (isAt(part, smallest)) uncovered.delete(part);
    noteSiblings(search, smallest, open);
    return smallest;
  }
  return undefined;
}

/** They cost next to nothing, and what is not shown is taken for harmless beside those that are. */
const MAX_SIBLING_COUNT = 50;

/** The same clause may ask for several members, and a small value lacks all of them. */
function noteSiblings({ question, found, cost }: Search, { witness, violation }: SchemaBreak, open: readonly OpenPart[]): void {
  if (violation.args['property'] === undefined) return;
  for (const refusal of refusalsOf(question, witness, open)) {
    if (found.size >= question.budget.maxBreakCount + MAX_SIBLING_COUNT) return;
    if (!isSameClause(refusal, violation)) continue;
    const sibling = breakOf(question, witness, refusal);
    if (found.has(causeOf(sibling))) continue;
    found.set(causeOf(sibling), sibling);
    cost.effortCount += 1;
  }
}

function smallestBreak(
  question: InclusionQuestion,
  { witness, violation }: SchemaBreak,
  { effort, cost, open }: Noting & Pick<SearchShare, 'cost'>,
): SchemaBreak {
  const smallest = smallestWitness(question, { value: witness, violation, open }, effort);
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
