import type { Direction, Schema } from '../schema.js';
import type { InclusionQuestion } from './inclusion-question.js';
import { proveBy } from './prove-inclusion.js';
import type { Prover } from './prover.js';
import { createProver } from './prover.js';
import { refuteInclusion } from './refute-inclusion.js';
import { createSameness } from './same-schema.js';
import type { ComparisonBudget, ComparisonOptions, OpenPart, SchemaBreak, SchemaComparison } from './schema-comparison.js';

/** Compares many pairs of schemas of the same two documents, and remembers what it learnt of each. */
export interface SchemaComparer {
  /**
   * What is known of two versions of a schema.
   *
   * @param older - as it was
   * @param newer - as it is to be
   * @param direction - as in `ComparisonOptions`
   */
  readonly compare: (older: Schema, newer: Schema, direction: Direction | undefined) => SchemaComparison;
}

/**
 * A comparer. Pairs of places that were judged once are known from then on, and so are pairs that say the same in the same words.
 *
 * @param options - for all comparisons
 * @param sameness - of schemas, where others ask it too
 */
export function createSchemaComparer(options: Omit<ComparisonOptions, 'direction'> = {}, sameness = createSameness()): SchemaComparer {
  const { mode = 'robust', seed = '0', budget = DEFAULT_BUDGET } = options;
  const provers = new Map<Direction | undefined, Prover>();
  const proverOf = (direction: Direction | undefined): Prover => {
    const prover = provers.get(direction) ?? createProver(direction, sameness);
    provers.set(direction, prover);
    return prover;
  };
  return {
    compare: (older, newer, direction) => {
      const [writer, reader] = direction === 'response' ? [newer, older] : [older, newer];
      const question: InclusionQuestion = { writer, reader, direction, mode, seed, budget };
      return judge(question, proverOf(direction));
    },
  };
}

/**
 * What is known of two versions of a schema: proved compatible, shown to break by values, or open.
 *
 * @param older - as it was
 * @param newer - as it is to be
 * @param options - which side writes, and how hard it is tried
 */
export function compareSchemas(older: Schema, newer: Schema, options: ComparisonOptions): SchemaComparison {
  const { direction, ...others } = options;
  return createSchemaComparer(others).compare(older, newer, direction);
}

const DEFAULT_BUDGET: ComparisonBudget = { maxStepCount: 20_000, maxValueCount: 4_000, maxBreakCount: 20 };

function judge(question: InclusionQuestion, prover: Prover): SchemaComparison {
  const proof = proveBy(question, prover);
  if (proof.kind === 'proved') return { kind: 'compatible', breaks: [], open: [] };
  const { breaks, isExhausted } = refuteInclusion(question, proof.open);
  if (breaks.length > 0) return { kind: 'breaking', breaks, open: proof.open.filter((part) => !isShownBy(part, breaks)) };
  if (isExhausted) return { kind: 'compatible', breaks: [], open: [] };
  return { kind: 'unknown', breaks: [], open: proof.open };
}

/**
 * Whether a break shows what was open at a place, or below it.
 *
 * @param part - that was left open
 * @param breaks - of the same pair of schemas
 */
export function isShownBy({ location }: OpenPart, breaks: readonly SchemaBreak[]): boolean {
  return breaks.some((found) => location.every((token, index) => token === found.location[index]));
}
