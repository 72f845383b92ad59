import type { Contract } from '../contract/contract.js';
import type { DocumentNode } from '../contract/openapi/reading.js';
import { createSameness } from '../schema/inclusion/same-schema.js';
import type { ComparisonMode } from '../schema/inclusion/schema-comparison.js';
import type { Direction, Schema } from '../schema/schema.js';
import type { ContractComparisonOptions, EventMode } from './contract-comparison.js';
import { resolveSchema } from '../schema/schema-at.js';
import type { SchemaEdit } from './schemas/schema-edit.js';
import type { KnownPairs } from './schemas/schema-edits.js';
import { createProving } from './proving.js';
import type { SameText } from './same-text.js';
import { compareTexts } from './same-text.js';
import type { SchemaJudge } from './schema-judge.js';
import { createSchemaJudge } from './schema-judge.js';

/** What all steps of one comparison share. */
export interface Comparing {
  readonly older: Contract;
  readonly newer: Contract;
  readonly mode: ComparisonMode;
  readonly events: EventMode;
  /** `YYYY-MM-DD`; `undefined` when no sunset can have passed. */
  readonly today: string | undefined;
  /** Whether whatever the writer writes can be read. */
  readonly judge: SchemaJudge;
  /** Whether two schemas are known to mean exactly the same. */
  readonly isEquivalent: (older: Schema, newer: Schema, direction: Direction | undefined) => boolean;
  readonly isSameText: SameText;
  /** How the writing of two schemas differs, by their places and the direction: most schemas are met many times. */
  readonly knownEdits: Map<string, readonly SchemaEdit[]>;
  /** The same of all that they hold, by the direction. */
  readonly knownPairs: Map<Direction | undefined, KnownPairs>;
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
  const sameness = createSameness();
  const judge = createSchemaJudge({ mode, seed, sameness, documents: [older.documents, newer.documents] });
  const equivalences = new Map<string, boolean>();
  const prove = createProving(sameness, EQUIVALENCE_BUDGET);
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
      const isWithin = (writer: Schema, reader: Schema): boolean =>
        prove({ writer, reader, direction, mode: 'strict', seed }).kind === 'proved';
      const isEquivalent = isWithin(left, right) && isWithin(right, left);
      equivalences.set(key, isEquivalent);
      return isEquivalent;
    },
    knownEdits: new Map(),
    knownPairs: new Map(),
    isSameText: compareTexts(older.documents, newer.documents),
  };
}

/** Each pair that is written differently is asked about, most of them small. */
const EQUIVALENCE_BUDGET = { maxStepCount: 100_000, shareCount: 50, minShare: 200 };

/**
 * A name for where a schema stands, behind its references.
 *
 * @param schema - of either version
 */
export function placeName(schema: Schema): string {
  const { uri, pointer } = resolveSchema(schema) ?? schema;
  return `${uri}#${pointer}`;
}

/**
 * A node of a document for a schema, so that texts can be compared.
 *
 * @param schema - where it was written
 */
export function nodeOfSchema({ value, uri, pointer }: Schema): DocumentNode {
  return { value, uri, pointer };
}
