import type { Contract } from '../contract/contract.js';
import type { DocumentNode } from '../contract/openapi/reading.js';
import { causeOf, refuteInclusion } from '../schema/inclusion/refute-inclusion.js';
import type { ComparisonBudget, ComparisonMode, SchemaBreak, SchemaComparison } from '../schema/inclusion/schema-comparison.js';
import type { SchemaComparer } from '../schema/inclusion/schema-comparer.js';
import { createSchemaComparer, isShownBy } from '../schema/inclusion/schema-comparer.js';
import type { Direction, Schema } from '../schema/schema.js';
import type { ContractComparisonOptions, EventMode } from './contract-comparison.js';
import { resolveSchema } from '../schema/schema-at.js';
import type { SchemaEdit } from './schemas/schema-edit.js';
import type { SameText } from './same-text.js';
import { compareTexts } from './same-text.js';
import type { SettledParts } from './settled-parts.js';
import { createSettledParts } from './settled-parts.js';

/** What all steps of one comparison share. */
export interface Comparing {
  readonly older: Contract;
  readonly newer: Contract;
  readonly mode: ComparisonMode;
  readonly events: EventMode;
  /** `YYYY-MM-DD`; `undefined` when no sunset can have passed. */
  readonly today: string | undefined;
  /** Whether whatever the writer writes can be read. */
  readonly judge: (pair: SchemaRoles) => SchemaComparison;
  /** Whether two schemas are known to mean exactly the same. */
  readonly isEquivalent: (older: Schema, newer: Schema, direction: Direction | undefined) => boolean;
  readonly isSameText: SameText;
  /** How the writing of two schemas differs, by their places and the direction: most schemas are met many times. */
  readonly knownEdits: Map<string, readonly SchemaEdit[]>;
}

/** Two schemas by what is done with them. */
export interface SchemaRoles {
  readonly writer: Schema;
  readonly reader: Schema;
  /** Which members travel. */
  readonly direction: Direction | undefined;
  /** Whether each break is to have a value of these very schemas. */
  readonly needsWitness?: boolean;
}

/**
 * The means of one comparison; what is learnt of a pair of schemas serves for the whole of it.
 *
 * @param older - the contract that consumers rely on
 * @param newer - the contract that is to replace it
 * @param options - as the caller gave them
 */
export function startComparing(older: Contract, newer: Contract, options: ContractComparisonOptions): Comparing {
  const { mode = 'robust', events = 'full', seed = '0', today } = options;
  const judge = judgeInTiers({ mode, seed });
  const equivalences = new Map<string, boolean>();
  const strict = createSchemaComparer({ mode: 'strict', seed, budget: PROOF_ONLY });
  return {
    older,
    newer,
    mode,
    events,
    today,
    judge,
    isEquivalent: (left, right, direction) => {
      const key = `${direction} ${placeName(left)} ${placeName(right)}`;
      const known = equivalences.get(key);
      if (known !== undefined) return known;
      const isEquivalent =
        compare(strict, { writer: left, reader: right, direction }).kind === 'compatible' &&
        compare(strict, { writer: right, reader: left, direction }).kind === 'compatible';
      equivalences.set(key, isEquivalent);
      return isEquivalent;
    },
    knownEdits: new Map(),
    isSameText: compareTexts(older.documents, newer.documents),
  };
}

/**
 * A name for where a schema stands, behind its references.
 *
 * @param schema - of either version
 */
export function placeName(schema: Schema): string {
  const { uri, pointer } = resolveSchema(schema) ?? schema;
  return `${uri}#${pointer}`;
}

/** `compare` has the older side write in a request and the newer one in a response: the roles settle the order. */
function compare(comparer: SchemaComparer, { writer, reader, direction }: SchemaRoles): SchemaComparison {
  return direction === 'response' ? comparer.compare(reader, writer, 'response') : comparer.compare(writer, reader, direction);
}

/**
 * A search for values costs the most, above all one that finds nothing: each place is searched once, and each search makes the following ones
 * cheaper, so that no contract takes for ever. By counts, so that the same input has the same answer on every machine.
 */
function judgeInTiers({ mode, seed }: { readonly mode: ComparisonMode; readonly seed: string }): Comparing['judge'] {
  let searchCount = 0;
  const proofs = createSchemaComparer({ mode, seed, budget: { ...PROOF_ONLY, maxStepCount: 4_000 } });
  const settled = new Map<Direction | undefined, SettledParts>();
  return (pair) => {
    const proof = compare(proofs, pair);
    if (proof.kind !== 'unknown') return proof;
    const parts = settled.get(pair.direction) ?? createSettledParts();
    settled.set(pair.direction, parts);
    const { known, rest } = pair.needsWitness === true ? { known: [], rest: proof.open } : parts.divide(proof.open);
    const { writer, reader, direction } = pair;
    const { breaks, isExhausted } = refuteInclusion(
      { writer, reader, direction, mode, seed, budget: budgetAfter(searchCount) },
      rest,
      parts.told,
    );
    if (rest.length > 0) searchCount += breaks.length === 0 ? UNDECIDED_COST : 1;
    if (rest.length === proof.open.length && isExhausted && breaks.length === 0) return { kind: 'compatible', breaks: [], open: [] };
    parts.note(rest, breaks);
    const all = eachOnce([...known, ...breaks]);
    const open = proof.open.filter((part) => !isShownBy(part, all));
    return all.length > 0 ? { kind: 'breaking', breaks: all, open } : { kind: 'unknown', breaks: [], open };
  };
}

/** A search for the one place may come upon what is known of another. */
function eachOnce(breaks: readonly SchemaBreak[]): readonly SchemaBreak[] {
  const byCause = new Map<string, SchemaBreak>();
  for (const found of breaks) {
    const key = `${causeOf(found)} ${found.location.join('/')}`;
    if (!byCause.has(key)) byCause.set(key, found);
  }
  return [...byCause.values()];
}

/**
 * A node of a document for a schema, so that texts can be compared.
 *
 * @param schema - where it was written
 */
export function nodeOfSchema({ value, uri, pointer }: Schema): DocumentNode {
  return { value, uri, pointer };
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
/** Only a proof counts: no value is looked for. */
const PROOF_ONLY: ComparisonBudget = { maxStepCount: 2_000, maxValueCount: 0, maxBreakCount: 1 };
