import type { SearchMemory } from '../schema/inclusion/search-memory.js';
import { createSearchMemory } from '../schema/inclusion/search-memory.js';
import type { Refutation } from '../schema/inclusion/refute-inclusion.js';
import { refuteInclusion } from '../schema/inclusion/refute-inclusion.js';
import { causeOf } from '../schema/inclusion/search-wholes.js';
import type { Sameness } from '../schema/inclusion/same-schema.js';
import { isShownBy } from '../schema/inclusion/schema-comparer.js';
import type { ComparisonBudget, ComparisonMode, OpenPart, SchemaBreak, SchemaComparison } from '../schema/inclusion/schema-comparison.js';
import { resolveSchema } from '../schema/schema-at.js';
import type { Proving } from './proving.js';
import { createProving, PROOF_ONLY } from './proving.js';
import type { Direction, DocumentSet, Schema } from '../schema/schema.js';
import type { SettledParts } from './settled-parts.js';
import { createSettledParts } from './settled-parts.js';

/** Two schemas by what is done with them. */
export interface SchemaRoles {
  readonly writer: Schema;
  readonly reader: Schema;
  /** Which members travel. */
  readonly direction: Direction | undefined;
  /** Whether each break is to have a value of these very schemas. */
  readonly needsWitness?: boolean;
  /** The one break that is to have one: nothing else is sought then. */
  readonly wanted?: SchemaBreak;
}

/** Whether whatever the writer writes can be read. */
export type SchemaJudge = (pair: SchemaRoles) => SchemaComparison;

interface JudgeOptions {
  readonly mode: ComparisonMode;
  readonly seed: string;
  readonly sameness: Sameness;
  /** Of the two versions. */
  readonly documents: readonly DocumentSet[];
  /** What all searches together may cost, in small values judged; what is open after that stays open. Default 150,000. */
  readonly maxEffortCount?: number;
  /** What all proofs together may cost, in steps; what is not known by then stays open. Default 300,000. */
  readonly maxStepCount?: number;
}

/**
 * A judge for the schemas of two contracts. Two places are judged once, wherever they are referred to from. Proofs share one budget of steps,
 * since what one of them settles the following need not; a search for values costs the most, above all one that finds nothing: each open place
 * is searched once, and each search makes the following ones cheaper, until there is nothing left to spend. By counts, so that the same input has the same answer on every machine.
 *
 * @param options - for all questions
 */
export function createSchemaJudge({
  mode,
  seed,
  sameness,
  documents,
  maxEffortCount,
  maxStepCount = MAX_STEP_COUNT,
}: JudgeOptions): SchemaJudge {
  const judged = new Map<string, SchemaComparison>();
  const prove = createProving(sameness, { maxStepCount, shareCount: SHARE_COUNT, minShare: MIN_SHARE });
  const search = createSearch({ mode, seed, prove, ...(maxEffortCount === undefined ? {} : { maxEffortCount }) });
  /** Places tell only with the version they are of: both may be of one name. `undefined` for schemas that were made, which all have one place. */
  const sidesOf = ({ writer, reader, direction }: SchemaRoles): string | undefined => {
    const [left, right] = [writer, reader].map((schema) => documents.indexOf(schema.documents));
    return left === -1 || right === -1 ? undefined : `${direction} ${left} ${right}`;
  };
  const judgeNew = (pair: SchemaRoles, sides: string | undefined): SchemaComparison => {
    const { writer, reader, direction } = pair;
    const proof = prove({ writer, reader, direction, mode, seed });
    return proof.kind === 'proved' ? { kind: 'compatible', breaks: [], open: [] } : search(pair, sides, proof.open);
  };
  return (pair) => {
    const [writer, reader] = [resolveSchema(pair.writer) ?? pair.writer, resolveSchema(pair.reader) ?? pair.reader];
    const resolved = { ...pair, writer, reader };
    const sides = sidesOf(resolved);
    // What stands for no schema at all has the place of its owner.
    if (sides === undefined || writer.value === true || reader.value === true) return judgeNew(resolved, sides);
    const sought = pair.wanted === undefined ? String(pair.needsWitness) : keyOfBreak(pair.wanted);
    const key = `${sides} ${sought} ${writer.uri}#${writer.pointer} ${reader.uri}#${reader.pointer}`;
    const known = judged.get(key);
    if (known !== undefined) return known;
    const comparison = judgeNew(resolved, sides);
    judged.set(key, comparison);
    return comparison;
  };
}

/** Steps of all proofs of two contracts, and the part of what is left that one may take. */
const MAX_STEP_COUNT = 300_000;
const SHARE_COUNT = 4;
const MIN_SHARE = 400;

/** What all searches of two contracts may cost, in small values judged. */
const MAX_EFFORT_COUNT = 150_000;

type Search = (pair: SchemaRoles, sides: string | undefined, open: readonly OpenPart[]) => SchemaComparison;

function createSearch({ mode, seed, prove, maxEffortCount = MAX_EFFORT_COUNT }: SearchOptions): Search {
  const settled = new Map<string, Settled>();
  let searchCount = 0;
  let effortCount = 0;
  const isSpent = (): boolean => effortCount >= maxEffortCount;
  const refute = (pair: SchemaRoles, sought: Sought): Refutation => {
    const { writer, reader, direction } = pair;
    const budget = isSpent() ? PROOF_ONLY : sought.budget;
    const refuted = refuteInclusion({ writer, reader, direction, mode, seed, budget }, sought.open, sought.memory);
    effortCount += refuted.effortCount;
    return refuted;
  };
  return (pair, sides, open) => {
    const { parts, memory } = settled.get(sides ?? '') ?? newSettled(prove);
    if (sides !== undefined) settled.set(sides, { parts, memory });
    const { wanted, needsWitness = false } = pair;
    if (wanted !== undefined) {
      const { breaks } = refute(pair, { open: partsOf(open, wanted), memory, budget: LAST_TIER.budget });
      return comparisonOf(open, breaks, () => false);
    }
    const rest = needsWitness ? open : parts.divide(open).rest;
    const wasSpent = isSpent();
    const { breaks, isExhausted } = refute(pair, { open: rest, memory, budget: budgetAfter(searchCount) });
    if (rest.length > 0) searchCount += breaks.length === 0 ? UNDECIDED_COST : 1;
    // All values were judged.
    if (rest.length > 0 && isExhausted && breaks.length === 0) return { kind: 'compatible', breaks: [], open: [] };
    if (!wasSpent) parts.note(rest, breaks);
    const all = eachOnce(needsWitness ? breaks : [...parts.divide(open).known, ...breaks]);
    // Nobody has looked there, and nobody will.
    const isUnsought = (part: OpenPart): boolean => wasSpent && parts.divide([part]).rest.length > 0;
    return comparisonOf(open, all, isUnsought);
  };
}

/** Where is searched, and how hard. */
interface Sought {
  readonly open: readonly OpenPart[];
  readonly memory: SearchMemory;
  readonly budget: ComparisonBudget;
}

function comparisonOf(
  open: readonly OpenPart[],
  breaks: readonly SchemaBreak[],
  isUnsought: (part: OpenPart) => boolean,
): SchemaComparison {
  const left = open
    .filter((part) => !isShownBy(part, breaks))
    .map((part): OpenPart => (isUnsought(part) ? { ...part, reason: { kind: 'budget' } } : part));
  return breaks.length > 0 ? { kind: 'breaking', breaks, open: left } : { kind: 'unknown', breaks: [], open: left };
}

type SearchOptions = Pick<JudgeOptions, 'mode' | 'seed' | 'maxEffortCount'> & { readonly prove: Proving };

/** What is known of one direction. */
interface Settled {
  readonly parts: SettledParts;
  readonly memory: SearchMemory;
}

function newSettled(prove: SearchOptions['prove']): Settled {
  const parts = createSettledParts();
  return { parts, memory: createSearchMemory({ told: parts.told, prove }) };
}

/** Those that a break may be found at. */
function partsOf(open: readonly OpenPart[], wanted: SchemaBreak): readonly OpenPart[] {
  const near = open.filter((part) => isShownBy(part, [wanted]));
  return near.length === 0 ? open : near;
}

function keyOfBreak(found: SchemaBreak): string {
  return `${causeOf(found)} ${found.location.join('/')}`;
}

/** A search for the one place may come upon what is known of another. */
function eachOnce(breaks: readonly SchemaBreak[]): readonly SchemaBreak[] {
  const byCause = new Map<string, SchemaBreak>();
  for (const found of breaks) {
    const key = keyOfBreak(found);
    if (!byCause.has(key)) byCause.set(key, found);
  }
  return [...byCause.values()];
}

function budgetAfter(searchCount: number): ComparisonBudget {
  return (TIERS.find(({ maxSearchCount }) => searchCount < maxSearchCount) ?? LAST_TIER).budget;
}

interface Tier {
  readonly maxSearchCount: number;
  readonly budget: ComparisonBudget;
}

const TIERS: readonly Tier[] = [
  { maxSearchCount: 12, budget: { maxStepCount: 0, maxValueCount: 600, maxBreakCount: 20 } },
  { maxSearchCount: 60, budget: { maxStepCount: 0, maxValueCount: 300, maxBreakCount: 10 } },
];
const LAST_TIER: Tier = { maxSearchCount: Number.POSITIVE_INFINITY, budget: { maxStepCount: 0, maxValueCount: 60, maxBreakCount: 5 } };
/** A search that finds nothing goes to the end. */
const UNDECIDED_COST = 3;
