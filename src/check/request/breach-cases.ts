import { breachValues } from '../../schema/breach/breach-values.js';
import type { TestCase } from '../test-case.js';
import type { BaseRequest } from './base-request.js';
import { breachInPart, clauseOfBreach, missingPart } from './breach-in-part.js';
import { requestCase, withPart } from './coverage-case.js';
import { withoutPart } from './draft.js';
import { isForgiven } from './forgiven-value.js';
import type { PartPlan } from './part-plan.js';
import { REQUEST_VALUES } from './part-plan.js';
import { clausePlaceOf } from './request-clauses.js';
import type { RequestPart } from './request-parts.js';
import { isRequiredByClause } from './request-parts.js';

/**
 * Requests that break the schema of one part, clause by clause, and keep the contract in every other part.
 *
 * @param base - what they differ from
 * @param part - that is broken
 */
export function* breachCases(base: BaseRequest, part: PartPlan): Iterable<TestCase> {
  for (const form of part.forms.slice(0, MAX_FORM_COUNT)) {
    if (form.schema === undefined) continue;
    for (const { value, breach, name } of breachValues(form.schema, REQUEST_VALUES)) {
      if (isForgiven(part, form, { value, breach })) continue;
      yield requestCase(base, withPart(base.required, part, { form, value }), {
        name: nameInPart(part.part, name),
        intent: { kind: 'invalid', breach: breachInPart(part.part, breach) },
        exercises: [clausePlaceOf(breach)],
        broken: part,
      });
    }
  }
}

/**
 * Requests without one of the required parts.
 *
 * @param base - what they differ from
 */
export function* missingPartCases(base: BaseRequest): Iterable<TestCase> {
  for (const part of base.required.keys()) {
    if (!isRequiredByClause(part.part)) continue;
    const breach = missingPart(part.part);
    yield requestCase(base, withoutPart(base.required, part), {
      name: `without its required ${part.part.name}`,
      intent: { kind: 'invalid', breach },
      exercises: [clauseOfBreach(breach)],
      broken: part,
    });
  }
}

/**
 * What a value is called where it stands in a request: `query limit above its maximum 100`, `body price above its maximum 100`.
 *
 * @param part - that the value stands in
 * @param name - of the value by itself, where the whole is called `value`
 */
export function nameInPart(part: RequestPart, name: string): string {
  return `${part.name} ${name.replace(/^value /, '')}`;
}

const MAX_FORM_COUNT = 3;
