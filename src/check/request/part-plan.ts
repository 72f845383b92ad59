import type { Arbitrary } from 'fast-check';
import { array, constantFrom, string, tuple } from 'fast-check';
import { isJsonMediaType, parseMediaType } from '../../base/media-type.js';
import type { JsonValue } from '../../base/json.js';
import { valueAtPointer } from '../../base/json-pointer.js';
import type { MediaType, Operation } from '../../contract/contract.js';
import type { ArbitraryOptions } from '../../schema/arbitrary/arbitrary-from-schema.js';
import { planArbitrary } from '../../schema/arbitrary/arbitrary-from-schema.js';
import { drawValue } from '../../schema/arbitrary/draw.js';
import type { Schema } from '../../schema/schema.js';
import type { WireFit } from './fits-wire.js';
import { bodyFit, parameterFit } from './fits-wire.js';
import type { RequestContext } from './request-context.js';
import type { RequestPart } from './request-parts.js';

/** A part with the ways in which it can be sent. */
export interface PartPlan {
  readonly part: RequestPart;
  /** Of a parameter one; of a body one for each media type that has values, best first; none when no value exists. */
  readonly forms: readonly FormPlan[];
  /** Why there is no form. */
  readonly reason: string | undefined;
}

/** One way in which a part can be sent. */
export interface FormPlan {
  /** Of a body. */
  readonly mediaType: MediaType | undefined;
  readonly schema: Schema | undefined;
  readonly values: Arbitrary<JsonValue>;
  /** Whether a value is read alike by every server. */
  readonly fits: WireFit;
  /** A value that fits, for when draws do not; `undefined` when none was found. */
  readonly spare: () => JsonValue | undefined;
  /** The value that the pair gives, always sent; `undefined` when values are made. */
  readonly given: JsonValue | undefined;
}

/**
 * The ways in which a part can be sent.
 *
 * @param part - of the operation
 * @param operation - that the request is for
 * @param context - suggests values
 */
export function planPart(part: RequestPart, operation: Operation, context: RequestContext): PartPlan {
  if (part.kind === 'parameter') {
    const { parameter, given } = part;
    const schema = parameter.form.kind === 'style' ? parameter.form.schema : parameter.form.mediaType.schema;
    const suggest = (pointer: string): readonly JsonValue[] =>
      pointer === '' ? context.suggest({ operation, in: parameter.in, name: parameter.name }) : [];
    const planned = planValues(schema, WORDS, suggest);
    if (typeof planned === 'string') return { part, forms: [], reason: planned };
    return {
      part,
      forms: [formPlan({ mediaType: undefined, schema, values: planned, fits: parameterFit(parameter, operation), given })],
      reason: undefined,
    };
  }
  const { given } = part;
  const suggest = (pointer: string): readonly JsonValue[] => {
    // A pair's own body is known to be right: what stands in it is worth trying elsewhere.
    const known = given === undefined || pointer === '' ? undefined : valueAtPointer(given, pointer);
    const leaf = known === undefined || (typeof known === 'object' && known !== null) ? [] : [known];
    return [...leaf, ...context.suggest({ operation, in: 'body', name: pointer })];
  };
  const forms: FormPlan[] = [];
  let reason: string | undefined;
  for (const mediaType of part.content) {
    const planned = planBody(mediaType, suggest);
    if (typeof planned === 'string') reason ??= planned;
    else forms.push(formPlan({ mediaType, schema: mediaType.schema, values: planned, fits: bodyFit(mediaType), given: undefined }));
  }
  return { part, forms, reason };
}

function formPlan(fields: Omit<FormPlan, 'spare'>): FormPlan {
  let spare: { readonly value: JsonValue | undefined } | undefined;
  return {
    ...fields,
    spare: () => {
      spare ??= { value: fittingValue(fields) };
      return spare.value;
    },
  };
}

function fittingValue({ values, fits }: Pick<FormPlan, 'values' | 'fits'>): JsonValue | undefined {
  for (let index = 0; index < SPARE_TRY_COUNT; index += 1) {
    const { value_ } = drawValue(values, 'spare', index);
    if (fits(value_)) return value_;
  }
  return undefined;
}

const SPARE_TRY_COUNT = 60;

type Suggest = NonNullable<ArbitraryOptions['suggest']>;

function planBody(mediaType: MediaType, suggest: Suggest): Arbitrary<JsonValue> | string {
  const { schema, itemSchema } = mediaType;
  const parsed = parseMediaType(mediaType.name);
  if (schema === undefined && itemSchema !== undefined) {
    const item = planValues(itemSchema, OBJECTS, () => []);
    return typeof item === 'string' ? item : (array(item, { minLength: 1, maxLength: 4 }) as Arbitrary<JsonValue>);
  }
  const isData =
    parsed !== undefined && (isJsonMediaType(parsed) || parsed.subtype === 'x-www-form-urlencoded' || parsed.type === 'multipart');
  return planValues(schema, isData ? OBJECTS : TEXTS, suggest);
}

function planValues(schema: Schema | undefined, unknown: Arbitrary<JsonValue>, suggest: Suggest): Arbitrary<JsonValue> | string {
  if (schema === undefined) return unknown;
  const planned = planArbitrary(schema, { ...REQUEST_VALUES, suggest });
  return planned.kind === 'arbitrary' ? planned.arbitrary : planned.reason;
}

/** Members that no schema speaks of are allowed by the letter and refused by many servers: a refusal would say nothing of the contract. */
export const REQUEST_VALUES = { direction: 'request', addsUndeclared: false } as const;

/** What stands where the contract says nothing of the values. */
const WORDS: Arbitrary<JsonValue> = constantFrom('text', 'a', '1', 'value');
const TEXTS: Arbitrary<JsonValue> = tuple(constantFrom('text', 'Text\n'), string({ maxLength: 20 })).map((texts) => texts.join(''));
const OBJECTS: Arbitrary<JsonValue> = constantFrom<JsonValue>({}, { name: 'value' }, { name: 'value', count: 1 });
