import type { JsonValue } from '../../base/json.js';
import type { Effort } from '../boundary/reach.js';
import { createReach } from '../boundary/reach.js';
import { nodeFromSchema } from '../node.js';
import { armQuestions } from './arm-questions.js';
import { candidateValues, directValues, isOfClause } from './candidate-values.js';
import { finiteValues } from './candidate-finite.js';
import type { Tried } from './candidate-parts.js';
import type { InclusionQuestion } from './inclusion-question.js';
import { isOneWay } from './in-place-nodes.js';
import { partQuestion } from './part-question.js';
import { createSearchMemory, partKey } from './search-memory.js';
import { samenessOf } from './same-schema.js';
import type { OpenPart, SchemaBreak } from './schema-comparison.js';
import type { Search, SearchShare } from './search-wholes.js';
import { LARGE_TEXT_LENGTH, newSearch, noted, searchWholes } from './search-wholes.js';
import { isReadable, mayWrite } from './value-views.js';
import type { Wholes } from './wholes-with-part.js';
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
  const search = newSearch(question, open, { memory, depth: 0, isRough: false, cost: { effortCount: 0 } });
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
  const maxValueCount = Math.ceil(question.budget.maxValueCount / shareOf(search, left));
  const effort = { attemptCount: 0 };
  return searchWholes(search, all ?? stagedValues(search, left, effort), { open: left, maxValueCount, effort });
}

/** Where a place alone shows nothing, what stands around it seldom helps; nor where it shows what no whole can hold, unless it is small. */
function shareOf({ futile, tried }: Search, left: readonly OpenPart[]): number {
  if (left.every((part) => futile.has(part))) return FUTILE_SHARE;
  return left.every((part) => tried.has(part)) ? TRIED_SHARE : 1;
}

const FUTILE_SHARE = 10;
const TRIED_SHARE = 3;

/** What is aimed at the open clauses comes first, and where a proof sees all that is open there is nothing else to look for behind it. */
function* stagedValues(search: Search, open: readonly OpenPart[], effort: Effort): Generator<Tried> {
  const { question, uncovered } = search;
  yield* directValues(question, open, effort);
  const isAllSeen = open.every(isOfClause) && [question.writer, question.reader].every((schema) => isOneWay(nodeFromSchema(schema)));
  if (uncovered.size > 0 || !isAllSeen) yield* candidateValues(question, open, effort);
}

function* unlessCovered(search: Search, open: readonly OpenPart[], effort: Effort): Generator<Tried> {
  const values = stagedValues(search, open, effort);
  for (const value of values) {
    yield value;
    if (search.uncovered.size === 0 && open.every(isOfClause)) return;
  }
}

function shallowestFirst({ found }: Search): readonly SchemaBreak[] {
  return [...found.values()].toSorted((left, right) => left.location.length - right.location.length);
}

/** Each open place by itself, whose values are small, and what is found there put into whole values. */
function searchParts(search: Search, open: readonly OpenPart[]): void {
  const { question, found, uncovered, futile, memory, cost } = search;
  const wholes = wholesOf(search);
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
    search.tried.add(part);
    if (shown.length > 0) uncovered.delete(part);
    else if (values.length === 0) futile.set(part, key);
  }
}

/** What stands around parts is made once for each schema. */
function wholesOf({ question: { writer, direction }, memory }: Search): Wholes {
  const node = nodeFromSchema(writer);
  const wholes = memory.wholes.get(node) ?? createWholes(createReach(node, direction));
  memory.wholes.set(node, wholes);
  return wholes;
}

/** All places together may cost so many times what a search of the whole may. */
const PARTS_SHARE = 10;

/** What an open place alone may write and not read; where it is a union, by its arms first. */
function* partWitnesses(asked: InclusionQuestion, part: OpenPart, search: Search): Generator<JsonValue> {
  const maxEffortCount = search.cost.effortCount + MAX_ARMS_EFFORT_COUNT;
  let isShown = false;
  for (const arm of armQuestions(asked, samenessOf(asked))) {
    if (search.cost.effortCount > maxEffortCount) break;
    for (const value of armWitnesses(arm, part, search)) {
      // What an arm refuses another one may take.
      if (!mayWrite(asked, value) || isReadable(asked, value)) continue;
      isShown = true;
      yield value;
    }
  }
  if (!isShown) yield* witnessesWithin(asked, [{ ...part, location: [] }], { ...search, maxValueCount: MAX_PART_VALUE_COUNT });
}

/** An open place alone is searched through sooner. */
const MAX_PART_VALUE_COUNT = 200;
const MAX_ARM_VALUE_COUNT = 60;

/** All arms of a union together. */
const MAX_ARMS_EFFORT_COUNT = 600;

/** Of an arm it is proved first what of it is open: as a rule most of it is as it was. */
function armWitnesses(arm: InclusionQuestion, part: OpenPart, search: Search): readonly JsonValue[] {
  const { memory, depth } = search;
  const proof = depth < MAX_ARM_DEPTH ? memory.prove?.(arm) : undefined;
  if (proof?.kind === 'proved') return [];
  const open = proof?.open ?? [{ ...part, location: [] }];
  return witnessesWithin(arm, open, { ...search, depth: depth + 1, isRough: true, maxValueCount: MAX_ARM_VALUE_COUNT });
}

/** Unions within arms of unions. */
const MAX_ARM_DEPTH = 3;

interface SearchWithin extends SearchShare {
  readonly maxValueCount: number;
}

function witnessesWithin(asked: InclusionQuestion, open: readonly OpenPart[], within: SearchWithin): readonly JsonValue[] {
  const maxValueCount = Math.min(asked.budget.maxValueCount, within.maxValueCount);
  const question = { ...asked, budget: { ...asked.budget, maxValueCount } };
  const search = newSearch(question, open, within);
  const effort = { attemptCount: 0 };
  const finite = finiteValues(question);
  if (finite === undefined && open.some(({ location }) => location.length > 0)) searchParts(search, open);
  const left = [...search.uncovered];
  // Each clause that is open at a place is a part of its own: behind what shows it nothing else is looked for.
  const values = finite ?? unlessCovered(search, left, effort);
  if (left.length > 0) searchWholes(search, values, { open: left, maxValueCount, effort });
  return [...search.found.values()].map(({ witness }) => witness);
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
