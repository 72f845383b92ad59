import { Value } from 'fast-check';
import type { JsonValue } from '../../base/json.js';
import type { Example } from '../../contract/contract.js';
import { drawValue } from '../../schema/arbitrary/draw.js';
import { sampleFromSchema } from '../../schema/sample.js';
import { isValid } from '../../schema/validate.js';
import type { Draft, DraftedPart } from './draft.js';
import { isUnusualBody, validCase } from './draw-valid.js';
import { firstRequest } from './first-request.js';
import type { OperationPlan } from './operation-plan.js';
import type { FormPlan, PartPlan } from './part-plan.js';
import type { RequestContext } from './request-context.js';

/** The requests that others differ from in one thing. Both keep the contract on the wire. */
export interface BaseRequest {
  /** Without the values of the pair that the contract refuses. */
  readonly plan: OperationPlan;
  /** Nothing but what is required or given by the pair. */
  readonly required: Draft;
  /** Every part that can be there beside the others. */
  readonly all: Draft;
}

/**
 * The plain request of an operation: values of the pair, then what the provider gave out, then examples, then made ones.
 *
 * @param plan - of the operation
 * @param context - suggests values
 * @returns `undefined` when no request keeps the contract on the wire
 */
export function baseRequest(plan: OperationPlan, context: RequestContext): BaseRequest | undefined {
  const first = firstRequest(plan);
  if (first.kind === 'none') return undefined;
  const usable = first.plan;
  const required = new Map<PartPlan, DraftedPart>();
  for (const [part, drafted] of first.draft) if (part.part.isRequired || drafted.form.given !== undefined) required.set(part, drafted);
  for (const part of [...required.keys()]) replacePart(required, part, { plan: usable, context });
  if (!stands(required, usable)) return undefined;
  const all = new Map(required);
  for (const part of usable.parts) {
    if (!all.has(part) && !isUnusualBody(part, usable.frame.operation)) addPart(all, part, { plan: usable, context });
  }
  return { plan: usable, required, all };
}

/**
 * A value for one form of a part, the plainest there is.
 *
 * @param part - of the operation
 * @param form - one of the part's
 * @param context - suggests values
 */
export function* plainValues(part: PartPlan, form: FormPlan, { plan, context }: BaseSource): Iterable<JsonValue> {
  if (form.given !== undefined) yield form.given;
  const { operation } = plan.frame;
  const usable = (value: JsonValue): boolean =>
    form.fits(value) && (form.schema === undefined || isValid(form.schema, value, { direction: 'request' }));
  const known =
    part.part.kind === 'parameter' ? { in: part.part.parameter.in, name: part.part.parameter.name } : ({ in: 'body', name: '' } as const);
  yield* context.suggest({ operation, ...known }).filter(usable);
  if (part.part.kind === 'body' && part.part.given !== undefined && usable(part.part.given)) yield part.part.given;
  yield* examplesOf(part, form).flatMap(({ value }) => (value !== undefined && usable(value) ? [value] : []));
  const sample = form.schema === undefined ? undefined : sampleFromSchema(form.schema, { direction: 'request' });
  if (sample?.kind === 'value' && form.fits(sample.value)) yield sample.value;
  for (let index = 0; index < DRAW_COUNT; index += 1) {
    const { value_ } = drawValue(form.values, 'plain', operation.id, part.part.key, index);
    if (form.fits(value_)) yield value_;
  }
}

/** What plain values are found with. */
export interface BaseSource {
  readonly plan: OperationPlan;
  readonly context: RequestContext;
}

function replacePart(draft: Map<PartPlan, DraftedPart>, part: PartPlan, source: BaseSource): void {
  const before = draft.get(part);
  if (!addPart(draft, part, source) && before !== undefined) draft.set(part, before);
}

/** Tries a part's plain values until the whole stands; leaves the part out when it never does. */
function addPart(draft: Map<PartPlan, DraftedPart>, part: PartPlan, source: BaseSource): boolean {
  for (const form of part.forms) {
    let tries = 0;
    for (const value of plainValues(part, form, source)) {
      draft.set(part, { form, value: new Value(value, undefined) });
      if (stands(draft, source.plan)) return true;
      tries += 1;
      if (tries > DRAW_COUNT) break;
    }
  }
  draft.delete(part);
  return false;
}

function stands(draft: Draft, plan: OperationPlan): boolean {
  return plan.wire(validCase(draft, plan)).kind === 'request';
}

function examplesOf({ part }: PartPlan, { mediaType }: FormPlan): readonly Example[] {
  if (mediaType !== undefined) return mediaType.examples;
  if (part.kind === 'body') return [];
  const { examples, form } = part.parameter;
  return examples.length > 0 || form.kind === 'style' ? examples : form.mediaType.examples;
}

const DRAW_COUNT = 8;
