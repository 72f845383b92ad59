import type { ComparisonBudget, ComparisonMode, OpenPart } from './schema-comparison.js';
import type { Direction, Schema } from '../schema.js';

/** Is every value that the writer's side may write one that the reader's side takes? */
export interface InclusionQuestion {
  readonly writer: Schema;
  readonly reader: Schema;
  /** Which members travel; the roles are settled by `writer` and `reader`. */
  readonly direction: Direction | undefined;
  readonly mode: ComparisonMode;
  readonly seed: string;
  readonly budget: ComparisonBudget;
}

/** What a proof comes to: it holds, or these places are left for the search of a witness. */
export type InclusionProof = { readonly kind: 'proved' } | { readonly kind: 'open'; readonly open: readonly OpenPart[] };
