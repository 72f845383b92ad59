import type { Random } from 'fast-check';
import { Value } from 'fast-check';
import { invariant } from '../../base/errors.js';
import type { JsonValue } from '../../base/json.js';
import type { Operation } from '../../contract/contract.js';
import type { RequestProblem } from '../../wire/judge-request.js';
import type { TestCase } from '../test-case.js';
import type { Draft, DraftedPart } from './draft.js';
import { caseFromDraft } from './draft.js';
import type { OperationPlan } from './operation-plan.js';
import type { FormPlan, PartPlan } from './part-plan.js';

/** What draws the values of a request. */
export interface DrawSource {
  readonly mrng: Random;
  readonly biasFactor: number | undefined;
}

/** What came of drawing a valid request. */
export type Drawn =
  | { readonly kind: 'draft'; readonly draft: Draft }
  /** On the wire no draw kept the contract; the problems of the last one. */
  | { readonly kind: 'none'; readonly reason: string; readonly problems: readonly RequestProblem[] };

/**
 * A request that keeps the contract on the wire. What does not is drawn again part by part, and left out in the end where it is optional:
 * a bounded number of times.
 *
 * @param plan - of the operation
 * @param source - decides the draws
 */
export function drawValid(plan: OperationPlan, source: DrawSource): Drawn {
  const absent = new Set<PartPlan>();
  let draft = drawDraft(plan, source);
  let reason = '';
  let problems: readonly RequestProblem[] = [];
  for (let round = 0; round < MAX_ROUND_COUNT; round += 1) {
    const wired = plan.wire(validCase(draft, plan));
    if (wired.kind === 'request') return { kind: 'draft', draft };
    ({ reason, problems } = wired);
    const blamed = new Set([...draft.keys()].filter((part) => isBlamed(part, problems)));
    if (round > 1) for (const part of blamed) if (!part.part.isRequired) absent.add(part);
    draft = redrawn(draft, { blamed, absent }, source);
  }
  return { kind: 'none', reason, problems };
}

function redrawn(
  draft: Draft,
  { blamed, absent }: { readonly blamed: ReadonlySet<PartPlan>; readonly absent: ReadonlySet<PartPlan> },
  source: DrawSource,
): Draft {
  const kept = [...draft].filter(([plan]) => !absent.has(plan));
  return new Map(kept.map(([plan, drafted]) => [plan, blamed.has(plan) ? drawPart(plan, source) : drafted]));
}

/**
 * A draft as a valid case.
 *
 * @param draft - of the plan's parts
 * @param plan - of the operation
 */
export function validCase(draft: Draft, plan: OperationPlan): TestCase {
  return caseFromDraft(draft, plan.frame, { name: 'case', intent: { kind: 'valid' } });
}

/**
 * A part with a value, one that is read alike by every server where one comes within a few draws.
 *
 * @param plan - of the part
 * @param source - decides the draws
 */
export function drawPart(plan: PartPlan, source: DrawSource): DraftedPart {
  const form = formOf(plan, source.mrng);
  if (form.given !== undefined) return { form, value: new Value<JsonValue>(form.given, undefined) };
  let value = form.values.generate(source.mrng, source.biasFactor);
  for (let tries = 0; !form.fits(value.value_); tries += 1) {
    const spare = tries < MAX_DRAW_COUNT ? undefined : form.spare();
    if (spare !== undefined) return { form, value: new Value(spare, undefined) };
    if (tries >= MAX_DRAW_COUNT) break;
    value = form.values.generate(source.mrng, source.biasFactor);
  }
  return { form, value };
}

function drawDraft({ parts, frame }: OperationPlan, source: DrawSource): Draft {
  const { mrng } = source;
  const likelihood = LIKELIHOODS[mrng.nextInt(0, LIKELIHOODS.length - 1)] ?? 0;
  const draft = new Map<PartPlan, DraftedPart>();
  for (const plan of parts) {
    const { part } = plan;
    const isThere = part.isRequired || isGiven(plan) || (!isUnusualBody(plan, frame.operation) && mrng.nextInt(1, 8) <= likelihood);
    if (isThere) draft.set(plan, drawPart(plan, source));
  }
  return draft;
}

/**
 * Whether a part is a body where most servers, and some clients, drop it.
 *
 * @param plan - of the part
 * @param operation - that it is sent to
 * @see RFC 9110 §9.3.1
 */
export function isUnusualBody({ part }: PartPlan, { method }: Operation): boolean {
  return part.kind === 'body' && !part.isRequired && BODILESS.has(method);
}

/** The best form three times in four. */
function formOf({ forms }: PartPlan, mrng: Random): FormPlan {
  const index = forms.length === 1 || mrng.nextInt(0, 3) > 0 ? 0 : mrng.nextInt(0, forms.length - 1);
  const form = forms[index] ?? forms[0];
  invariant(form !== undefined, 'a planned part has a form');
  return form;
}

/**
 * Whether the pair says what a part is: then it is sent, needed or not, because the provider wants it.
 *
 * @param plan - of the part
 */
export function isGiven({ part }: PartPlan): boolean {
  return part.kind === 'parameter' && (part.given !== undefined || part.capture !== undefined);
}

/**
 * Whether some problems are about a part; where there is none it is the path, whose values decide where a request leads.
 *
 * @param plan - of the part
 * @param problems - found on the wire
 */
export function isBlamed({ part }: PartPlan, problems: readonly RequestProblem[]): boolean {
  if (problems.length === 0) return part.kind === 'body' || part.parameter.in === 'path';
  return problems.some(
    ({ location, kind }) =>
      (kind === 'media-type' && part.kind === 'body') ||
      (location[0] === readLocation(part.location[0]) && (part.kind === 'body' || location[1] === part.location[1])),
  );
}

function readLocation(location: string | undefined): string | undefined {
  return location === 'querystring' ? 'query' : location;
}

/** How many times in eight an optional part is there: one of these for a whole request, so that all and none come often. */
const LIKELIHOODS: readonly number[] = [0, 2, 4, 4, 6, 8];
const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'TRACE', 'OPTIONS']);
const MAX_ROUND_COUNT = 6;
const MAX_DRAW_COUNT = 6;
