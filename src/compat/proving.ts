import type { InclusionProof, InclusionQuestion } from '../schema/inclusion/inclusion-question.js';
import { proveBy } from '../schema/inclusion/prove-inclusion.js';
import type { Prover } from '../schema/inclusion/prover.js';
import { createProver } from '../schema/inclusion/prover.js';
import type { Sameness } from '../schema/inclusion/same-schema.js';
import type { ComparisonBudget } from '../schema/inclusion/schema-comparison.js';
import type { Direction } from '../schema/schema.js';

/** Proves one question after another; what one settles the following need not. */
export type Proving = (asked: Pick<InclusionQuestion, 'writer' | 'reader' | 'direction' | 'mode' | 'seed'>) => InclusionProof;

/** What proofs may cost, in steps. */
interface ProvingBudget {
  /** All of them together: nothing more is looked at after that. */
  readonly maxStepCount: number;
  /** One may take this part of what is left. */
  readonly shareCount: number;
  /** But at least so many, as long as there are any. */
  readonly minShare: number;
}

/**
 * Proofs within one budget. A large recursive schema is settled whole or not at all: the first questions may take much, and leave what they
 * learnt to the others.
 *
 * @param sameness - of the schemas
 * @param budget - of all proofs together
 */
export function createProving(sameness: Sameness, { maxStepCount, shareCount, minShare }: ProvingBudget): Proving {
  const provers = new Map<Direction | undefined, Prover>();
  let stepsLeft = maxStepCount;
  return (asked) => {
    const prover = provers.get(asked.direction) ?? createProver(asked.direction, sameness);
    provers.set(asked.direction, prover);
    const share = Math.min(stepsLeft, Math.max(minShare, Math.floor(stepsLeft / shareCount)));
    const before = prover.stepCount();
    const proof = proveBy({ ...asked, budget: { ...PROOF_ONLY, maxStepCount: share } }, prover);
    stepsLeft = Math.max(0, stepsLeft - (prover.stepCount() - before));
    return proof;
  };
}

/** Only a proof counts: no value is looked for. */
export const PROOF_ONLY: ComparisonBudget = { maxStepCount: 2_000, maxValueCount: 0, maxBreakCount: 1 };
