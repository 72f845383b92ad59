import { invariant } from '../base/errors.js';
import type { Contract } from '../contract/contract.js';
import type { DocumentNode } from '../contract/openapi/reading.js';
import type { ComparisonBudget, ComparisonMode, SchemaComparison } from '../schema/inclusion/schema-comparison.js';
import type { SchemaComparer } from '../schema/inclusion/schema-comparer.js';
import { createSchemaComparer } from '../schema/inclusion/schema-comparer.js';
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
  const judge = judgeInTiers((budget) => createSchemaComparer({ mode, seed, ...(budget === undefined ? {} : { budget }) }));
  const equivalences = new Map<string, boolean>();
  const strict = createSchemaComparer({ mode: 'strict', seed, budget: EQUIVALENCE_BUDGET });
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
 * A search for values costs the most, above all one that finds nothing. Each makes the following ones cheaper, so that no contract takes for
 * ever; by counts, so that the same input has the same answer on every machine.
 */
function judgeInTiers(create: (budget: ComparisonBudget | undefined) => SchemaComparer): Comparing['judge'] {
  const comparers: SchemaComparer[] = [];
  let searchCount = 0;
  const proofs = create({ ...EQUIVALENCE_BUDGET, maxStepCount: 4_000 });
  const settled = new Map<Direction | undefined, SettledParts>();
  return (pair) => {
    const proof = compare(proofs, pair);
    if (proof.kind !== 'unknown') return proof;
    const parts = settled.get(pair.direction) ?? createSettledParts();
    settled.set(pair.direction, parts);
    const known = pair.needsWitness === true ? undefined : parts.lookUp(proof.open);
    if (known !== undefined) return known;
    const tier = TIERS.findIndex(({ maxSearchCount }) => searchCount < maxSearchCount);
    comparers[tier] ??= create(TIERS[tier]?.budget);
    const comparer = comparers[tier];
    invariant(comparer !== undefined, 'the last tier has no end');
    const comparison = compare(comparer, pair);
    searchCount += comparison.kind === 'unknown' ? UNDECIDED_COST : 1;
    parts.note(proof.open, comparison);
    return comparison;
  };
}

/**
 * A node of a document for a schema, so that texts can be compared.
 *
 * @param schema - where it was written
 */
export function nodeOfSchema({ value, uri, pointer }: Schema): DocumentNode {
  return { value, uri, pointer };
}

interface Tier {
  readonly maxSearchCount: number;
  /** `undefined`: as for one pair of schemas alone. */
  readonly budget: ComparisonBudget | undefined;
}

const TIERS: readonly Tier[] = [
  { maxSearchCount: 12, budget: undefined },
  { maxSearchCount: 60, budget: { maxStepCount: 4_000, maxValueCount: 300, maxBreakCount: 10 } },
  { maxSearchCount: Number.POSITIVE_INFINITY, budget: { maxStepCount: 1_000, maxValueCount: 60, maxBreakCount: 5 } },
];
/** A search that finds nothing goes to the end. */
const UNDECIDED_COST = 3;
/** Only a proof counts: no value is looked for. */
const EQUIVALENCE_BUDGET = { maxStepCount: 2_000, maxValueCount: 0, maxBreakCount: 1 };
