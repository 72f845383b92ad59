import type { Draft } from './draft.js';
import { isGiven } from './draw-valid.js';
import type { PartPlan } from './part-plan.js';

/**
 * Simpler drafts, the simplest first: without any of the optional parts, without one of them, then with a simpler value in one part.
 *
 * @param draft - of a request
 * @param isKept - for parts that are to stay as they are
 */
export function* smallerDrafts(draft: Draft, isKept: (plan: PartPlan) => boolean = () => false): Iterable<Draft> {
  const loose = [...draft.keys()].filter((plan) => !plan.part.isRequired && !isGiven(plan) && !isKept(plan));
  if (loose.length > 1) yield without(draft, loose);
  for (const plan of loose) yield without(draft, [plan]);
  for (const [plan, { form, value }] of draft) {
    if (form.given !== undefined || isKept(plan)) continue;
    const isFit = form.fits(value.value_);
    for (const simpler of form.values.shrink(value.value_, value.context)) {
      if (!isFit || form.fits(simpler.value_)) yield new Map([...draft, [plan, { form, value: simpler }]]);
    }
  }
}

function without(draft: Draft, plans: readonly PartPlan[]): Draft {
  return new Map([...draft].filter(([plan]) => !plans.includes(plan)));
}
