import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { resolveSchema } from '../../schema/schema-at.js';
import type { Schema } from '../../schema/schema.js';
import { isValid } from '../../schema/validate.js';
import type { TestCase } from '../test-case.js';
import type { BaseRequest } from './base-request.js';
import { requestCase } from './coverage-case.js';
import { Value } from 'fast-check';
import type { Draft, DraftedPart } from './draft.js';
import { isGiven } from './draw-valid.js';
import { pairwiseRows } from './pairwise.js';
import type { FormPlan, PartPlan } from './part-plan.js';

/** What a part can be in a row: left out, or a value. */
interface Factor {
  readonly part: PartPlan;
  readonly choices: readonly (DraftedPart | undefined)[];
}

/**
 * Valid requests in which every two choices of optional parts, media types and listed values meet.
 *
 * @param base - whose values the parts have
 */
export function* optionalPartCases(base: BaseRequest): Iterable<TestCase> {
  const factors = base.plan.parts
    .map((part) => factorOf(part, base))
    .filter(({ choices }) => choices.length > 1)
    .slice(0, MAX_FACTOR_COUNT);
  for (const row of pairwiseRows(factors.map(({ choices }) => choices.length))) {
    const draft = new Map(base.required);
    for (const [index, { part, choices }] of factors.entries()) {
      const chosen = choices[row[index] ?? 0];
      if (chosen === undefined) draft.delete(part);
      else draft.set(part, chosen);
    }
    yield requestCase(base, draft, { name: nameOf(draft, factors) });
  }
}

function factorOf(part: PartPlan, base: BaseRequest): Factor {
  const plain = base.all.get(part);
  const absent = part.part.isRequired || isGiven(part) ? [] : [undefined];
  if (plain === undefined || isGiven(part)) return { part, choices: [plain] };
  const others = part.part.kind === 'body' ? otherForms(part, plain) : listedValues(part.forms[0], plain);
  return { part, choices: [...absent, plain, ...others] };
}

/** A body once in each of its media types, where the same value can stand. */
function otherForms({ forms }: PartPlan, { form, value }: DraftedPart): readonly DraftedPart[] {
  return forms
    .filter((other) => other !== form && other.fits(value.value_) && accepts(other.schema, value.value_))
    .slice(0, MAX_CHOICE_COUNT)
    .map((other) => ({ form: other, value }));
}

function listedValues(form: FormPlan | undefined, plain: DraftedPart): readonly DraftedPart[] {
  if (form?.schema === undefined) return [];
  return valuesListedBy(form.schema)
    .filter((value) => value !== plain.value.value_ && form.fits(value) && accepts(form.schema, value))
    .slice(0, MAX_CHOICE_COUNT)
    .map((value) => ({ form, value: new Value(value, undefined) }));
}

function valuesListedBy(schema: Schema): readonly JsonValue[] {
  const value = resolveSchema(schema)?.value;
  if (!isJsonObject(value)) return [];
  if (Array.isArray(value['enum'])) return value['enum'];
  return value['type'] === 'boolean' ? [true, false] : [];
}

function accepts(schema: Schema | undefined, value: JsonValue): boolean {
  return schema === undefined || isValid(schema, value, { direction: 'request' });
}

function nameOf(draft: Draft, factors: readonly Factor[]): string {
  const shown = factors.flatMap(({ part, choices }) => {
    const drafted = draft.get(part);
    if (drafted === undefined) return [];
    const isChoice = choices.filter((choice) => choice !== undefined).length > 1;
    return [isChoice ? `${part.part.name} ${drafted.form.mediaType?.name ?? String(drafted.value.value_)}` : part.part.name];
  });
  const text = shown.length === 0 ? 'none of the optional parts' : `with ${shown.join(', ')}`;
  return text.length > MAX_NAME_LENGTH ? `${text.slice(0, MAX_NAME_LENGTH)}…` : text;
}

const MAX_FACTOR_COUNT = 16;
const MAX_CHOICE_COUNT = 4;
const MAX_NAME_LENGTH = 120;
