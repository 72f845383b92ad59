import { Value } from 'fast-check';
import type { JsonValue } from '../../base/json.js';
import type { ClausePlace, TestCase } from '../test-case.js';
import type { BaseRequest } from './base-request.js';
import { clauseOfBreach, missingPart } from './breach-in-part.js';
import type { CaseFields, Draft } from './draft.js';
import { caseFromDraft } from './draft.js';
import type { FormPlan, PartPlan } from './part-plan.js';
import { isRequiredByClause } from './request-parts.js';

/**
 * A valid request, unless its fields say otherwise.
 *
 * @param base - of the operation
 * @param draft - its parts
 * @param fields - its name, and what it is for
 */
export function requestCase(base: BaseRequest, draft: Draft, fields: Omit<CaseFields, 'intent'> & Partial<CaseFields>): TestCase {
  return caseFromDraft(draft, base.plan.frame, { intent: { kind: 'valid' }, ...fields });
}

/**
 * The draft with a value in one part.
 *
 * @param draft - with or without the part
 * @param part - that takes the value
 * @param form - how it is sent, and the value
 */
export function withPart(draft: Draft, part: PartPlan, { form, value }: { readonly form: FormPlan; readonly value: JsonValue }): Draft {
  return new Map([...draft, [part, { form, value: new Value(value, undefined) }]]);
}

/**
 * The clauses by which parts are required, for those that are there.
 *
 * @param draft - of a request
 */
export function partClauses(draft: Draft): readonly ClausePlace[] {
  return [...draft.keys()].flatMap(({ part }) => (isRequiredByClause(part) ? [clauseOfBreach(missingPart(part))] : []));
}
