import { boundaryValues } from '../../schema/boundary/boundary-values.js';
import type { TestCase } from '../test-case.js';
import type { BaseRequest } from './base-request.js';
import { nameInPart } from './breach-cases.js';
import { requestCase, withPart } from './coverage-case.js';
import { isGiven } from './draw-valid.js';
import type { PartPlan } from './part-plan.js';
import { REQUEST_VALUES } from './part-plan.js';
import { clausePlaceOf } from './request-clauses.js';

/**
 * Valid requests in which one part sits at the limits of its schema; what the pair gives stays as it is.
 *
 * @param base - what they differ from
 * @param part - that is varied
 */
export function* boundaryCases(base: BaseRequest, part: PartPlan): Iterable<TestCase> {
  if (isGiven(part)) return;
  for (const form of part.forms.slice(0, MAX_FORM_COUNT)) {
    if (form.schema === undefined) continue;
    for (const { value, name, clauses } of boundaryValues(form.schema, REQUEST_VALUES)) {
      if (!form.fits(value)) continue;
      yield requestCase(base, withPart(base.required, part, { form, value }), {
        name: nameInPart(part.part, name),
        exercises: clauses.map(clausePlaceOf),
      });
    }
  }
}

const MAX_FORM_COUNT = 3;
