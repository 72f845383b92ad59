import type { Value } from 'fast-check';
import type { JsonValue } from '../../base/json.js';
import type { Operation } from '../../contract/contract.js';
import type { CaseBody, CaseCapture, ClausePlace, Intent, TestCase } from '../test-case.js';
import type { FormPlan, PartPlan } from './part-plan.js';

/** The values of a request part by part, with what is needed to make them smaller. A part that is absent is not in it. */
export type Draft = ReadonlyMap<PartPlan, DraftedPart>;

export interface DraftedPart {
  readonly form: FormPlan;
  readonly value: Value<JsonValue>;
}

/** What a draft becomes a case with. */
export interface CaseFrame {
  readonly operation: Operation;
  readonly phase: TestCase['phase'];
  /** Of the fixture. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What differs from the plain, valid, made request. */
export interface CaseFields {
  readonly name: string;
  readonly intent: Intent;
  readonly exercises?: readonly ClausePlace[];
  readonly origin?: TestCase['origin'];
  readonly credentials?: TestCase['credentials'];
  readonly override?: TestCase['override'];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: CaseBody;
  /** The part whose value is wrong on purpose: nothing may take its place. */
  readonly broken?: PartPlan;
}

/**
 * The case that a draft stands for.
 *
 * @param draft - its parts
 * @param frame - of the operation
 * @param fields - what the case is for
 */
export function caseFromDraft(draft: Draft, frame: CaseFrame, fields: CaseFields): TestCase {
  const parameters = new Map<string, JsonValue>();
  const captures = new Map<string, CaseCapture>();
  let { body } = fields;
  for (const [plan, { form, value }] of draft) {
    const { part } = plan;
    if (part.kind === 'parameter') {
      parameters.set(part.key, value.value_);
      if (part.capture !== undefined && plan !== fields.broken) captures.set(part.key, part.capture);
    } else if (body === undefined && form.mediaType !== undefined) body = { mediaType: form.mediaType, value: value.value_ };
  }
  return {
    operation: frame.operation,
    phase: frame.phase,
    name: fields.name,
    intent: fields.intent,
    parameters,
    body,
    captures,
    headers: fields.headers === undefined ? frame.headers : { ...frame.headers, ...fields.headers },
    credentials: fields.credentials ?? 'pair',
    override: fields.override,
    expectedStatus: undefined,
    origin: fields.origin ?? 'made',
    exercises: fields.exercises ?? NO_CLAUSES,
  };
}

/**
 * The draft without a part.
 *
 * @param draft - with or without it
 * @param part - to be left out
 */
export function withoutPart(draft: Draft, part: PartPlan): Draft {
  return new Map([...draft].filter(([other]) => other !== part));
}

const NO_CLAUSES: readonly ClausePlace[] = [];
