import { drawValue } from '../../schema/arbitrary/draw.js';
import type { Draft } from './draft.js';
import type { Drawn } from './draw-valid.js';
import { drawValid, isBlamed } from './draw-valid.js';
import { oneDraw } from './one-draw.js';
import type { OperationPlan } from './operation-plan.js';
import type { PartPlan } from './part-plan.js';

/** A request to begin with. */
export interface FirstRequest {
  readonly kind: 'first';
  /** Without the values of the pair that the contract refuses. */
  readonly plan: OperationPlan;
  readonly draft: Draft;
}

/**
 * A request that keeps the contract on the wire, always the same one. Values of the pair that the contract itself refuses give way to made ones.
 *
 * @param plan - of the operation
 * @returns why there is none when a bounded number of draws gave none
 */
export function firstRequest(plan: OperationPlan): FirstRequest | Extract<Drawn, { kind: 'none' }> {
  const drawn = probe(plan);
  if (drawn.kind === 'draft') return { kind: 'first', plan, draft: drawn.draft };
  const refused = plan.parts.filter((part) => part.forms.some(({ given }) => given !== undefined) && isBlamed(part, drawn.problems));
  if (refused.length === 0) return drawn;
  const parts = plan.parts.map((part) => (refused.includes(part) ? withoutGiven(part) : part));
  return firstRequest({ ...plan, parts });
}

function probe(plan: OperationPlan): Drawn {
  const arbitrary = oneDraw((source) => drawValid(plan, source));
  let drawn: Drawn = { kind: 'none', reason: 'none was tried', problems: [] };
  for (let index = 0; index < PROBE_COUNT && drawn.kind === 'none'; index += 1) {
    drawn = drawValue(arbitrary, PROBE_SEED, plan.frame.operation.id, index).value_;
  }
  return drawn;
}

function withoutGiven(plan: PartPlan): PartPlan {
  return { ...plan, forms: plan.forms.map((form) => ({ ...form, given: undefined })) };
}

const PROBE_COUNT = 12;
const PROBE_SEED = 'probe';
