import type { ParsedMediaType } from '../base/media-type.js';
import type { JsonValue } from '../base/json.js';
import type { MediaType } from '../contract/contract.js';
import { isValid } from '../schema/validate.js';
import type { Part } from './multipart.js';
import { parseMultipart } from './multipart.js';
import type { PartPlan } from './read-part.js';
import { memberFromParts, planPart, readPart } from './read-part.js';
import type { Reading } from './reading-plan.js';
import type { SchemaBranch } from './schema-branch.js';
import { branchesFromSchemas } from './schema-branch.js';

/**
 * The value of a multipart body: an object of its named parts, repeated names as arrays; an array of its parts when the schema asks for
 * one. JSON parts are parsed, text parts get the type of their property, and a file is a string with one character per byte.
 *
 * @param bytes - the whole body
 * @param mediaType - as declared
 * @param actual - as received, with its boundary
 * @see OpenAPI 3.1.1 §4.8.14.4 (Special Considerations for multipart Content)
 */
export function parseMultipartBody(bytes: Uint8Array, mediaType: MediaType, actual: ParsedMediaType): Reading {
  const parsed = parseMultipart(bytes, actual.parameters.get('boundary'));
  if (parsed.kind === 'malformed') return parsed;
  const readings = plansOf(mediaType).map((plan) => readParts(parsed.parts, plan));
  const { schema } = mediaType;
  const accepted =
    readings.length < 2 || schema === undefined
      ? undefined
      : readings.find((reading) => reading.kind === 'value' && isValid(schema, reading.value));
  return accepted ?? readings[0] ?? { kind: 'value', value: {} };
}

/** What is known of the parts under one alternative of the schema. */
interface BodyPlan {
  readonly isArray: boolean;
  /** Of each part of an array. */
  readonly item: PartPlan;
  readonly byName: ReadonlyMap<string, PartPlan>;
  /** Of the parts of other names. */
  readonly rest: PartPlan;
}

const PLANS = new WeakMap<MediaType, readonly BodyPlan[]>();

function plansOf(mediaType: MediaType): readonly BodyPlan[] {
  let plans = PLANS.get(mediaType);
  if (plans === undefined) {
    const schemas = mediaType.schema === undefined ? [] : [mediaType.schema];
    plans = branchesFromSchemas(schemas).map((branch) => planBody(branch, mediaType));
    PLANS.set(mediaType, plans);
  }
  return plans;
}

function planBody(branch: SchemaBranch, { itemSchema, encoding }: MediaType): BodyPlan {
  const items = itemSchema === undefined ? branch.items : [...branch.items, itemSchema];
  return {
    isArray: itemSchema !== undefined || (branch.types?.has('array') === true && !branch.types.has('object')),
    item: planPart(items, undefined),
    byName: new Map([...branch.properties].map(([name, schemas]) => [name, planPart(schemas, encoding.get(name))])),
    rest: planPart(Array.isArray(branch.additional) ? branch.additional : [], undefined),
  };
}

function readParts(parts: readonly Part[], plan: BodyPlan): Reading {
  const items: JsonValue[] = [];
  const members = new Map<string, JsonValue[]>();
  for (const [index, part] of parts.entries()) {
    if (part.name === undefined && !plan.isArray) continue;
    const reading = readPart(part, plan.isArray ? plan.item : planOfName(plan, part.name));
    if (reading.kind === 'malformed') return { kind: 'malformed', message: `part "${part.name ?? index}" ${reading.message}` };
    if (reading.kind !== 'value') continue;
    items.push(reading.value);
    const name = part.name ?? '';
    members.set(name, [...(members.get(name) ?? []), reading.value]);
  }
  if (plan.isArray) return { kind: 'value', value: items };
  return {
    kind: 'value',
    value: Object.fromEntries([...members].map(([name, values]) => [name, memberFromParts(values, planOfName(plan, name))])),
  };
}

function planOfName(plan: BodyPlan, name: string | undefined): PartPlan {
  return plan.byName.get(name ?? '') ?? plan.rest;
}
