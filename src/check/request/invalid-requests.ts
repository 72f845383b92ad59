import type { Arbitrary } from 'fast-check';
import { Value } from 'fast-check';
import { drawValue } from '../../schema/arbitrary/draw.js';
import type { InvalidValue } from '../../schema/breach/invalid-value.js';
import { planInvalidArbitrary } from '../../schema/breach/invalid-arbitrary-from-schema.js';
import type { TestCase } from '../test-case.js';
import { breachInPart, clauseOfBreach, missingPart } from './breach-in-part.js';
import type { Draft } from './draft.js';
import { caseFromDraft, withoutPart } from './draft.js';
import { DraftedRequests } from './drafted-requests.js';
import type { DrawSource } from './draw-valid.js';
import { drawValid } from './draw-valid.js';
import { isExactBreach } from './exact-breach.js';
import { isForgiven } from './forgiven-value.js';
import { oneDraw } from './one-draw.js';
import type { OperationPlan } from './operation-plan.js';
import type { FormPlan, PartPlan } from './part-plan.js';
import { REQUEST_VALUES } from './part-plan.js';
import { isRequiredByClause } from './request-parts.js';
import { smallerDrafts } from './smaller-drafts.js';

/** One way to break an operation's contract: to leave out a part, or to break its schema. */
type Target =
  | { readonly kind: 'missing'; readonly plan: PartPlan }
  | { readonly kind: 'value'; readonly plan: PartPlan; readonly form: FormPlan; readonly values: Arbitrary<InvalidValue> };

/** A request that is wrong in one place. */
interface InvalidDraft {
  /** All other parts. */
  readonly others: Draft;
  readonly target: Target;
  /** Of a broken schema. */
  readonly broken: Value<InvalidValue> | undefined;
}

/**
 * Requests that break one clause of the contract on the wire and keep it everywhere else; `undefined` when nothing of the operation can be broken.
 *
 * @param plan - of the operation
 * @param witness - a valid request
 */
export function invalidRequests(plan: OperationPlan, witness: Draft): Arbitrary<TestCase> | undefined {
  const proven = targetsOf(plan).flatMap((target, index) => provenTarget(target, { plan, witness, index }));
  const [first] = proven;
  if (first === undefined) return undefined;
  return new DraftedRequests({
    draw: (source) => {
      const known = proven[source.mrng.nextInt(0, proven.length - 1)] ?? first;
      const drawn = drawValid(plan, source);
      const others = withoutPart(drawn.kind === 'draft' ? drawn.draft : witness, known.target.plan);
      return drawInvalid({ target: known.target, others, plan }, source) ?? known;
    },
    caseOf: (drafted) => caseOfInvalid(drafted, plan),
    smaller: smallerInvalid,
    stands: (drafted) => stands(drafted, plan),
  });
}

/** A target with one request that breaks it; empty when none did within a few draws: then every form of the breach is something else on the wire. */
function provenTarget(
  target: Target,
  { plan, witness, index }: { readonly plan: OperationPlan; readonly witness: Draft; readonly index: number },
): readonly InvalidDraft[] {
  const others = withoutPart(witness, target.plan);
  const arbitrary = oneDraw((source) => drawInvalid({ target, others, plan }, source));
  const found = drawValue(arbitrary, PROBE_SEED, plan.frame.operation.id, index).value_;
  return found === undefined ? [] : [found];
}

interface BreakingPoint extends Pick<InvalidDraft, 'target' | 'others'> {
  readonly plan: OperationPlan;
}

function drawInvalid({ target, others, plan }: BreakingPoint, source: DrawSource): InvalidDraft | undefined {
  if (target.kind === 'missing') {
    const drafted = { others, target, broken: undefined };
    return stands(drafted, plan) ? drafted : undefined;
  }
  for (let tries = 0; tries < MAX_TRY_COUNT; tries += 1) {
    const drafted = { others, target, broken: target.values.generate(source.mrng, source.biasFactor) };
    if (stands(drafted, plan)) return drafted;
  }
  return undefined;
}

function stands(drafted: InvalidDraft, plan: OperationPlan): boolean {
  const { target, broken } = drafted;
  if (target.kind === 'value' && broken !== undefined && isForgiven(target.plan, target.form, broken.value_)) return false;
  const testCase = caseOfInvalid(drafted, plan);
  const wired = plan.wire(testCase);
  return wired.kind === 'request' && testCase.intent.kind === 'invalid' && isExactBreach(wired.problems, testCase.intent.breach);
}

function targetsOf({ parts }: OperationPlan): readonly Target[] {
  return parts.flatMap((plan) => {
    const { part, forms } = plan;
    const targets: Target[] = [];
    if (isRequiredByClause(part)) targets.push({ kind: 'missing', plan });
    for (const form of forms) {
      const planned = form.schema === undefined ? undefined : planInvalidArbitrary(form.schema, REQUEST_VALUES);
      if (planned?.kind === 'arbitrary') targets.push({ kind: 'value', plan, form, values: planned.arbitrary });
    }
    return targets;
  });
}

function caseOfInvalid({ others, target, broken }: InvalidDraft, { frame }: OperationPlan): TestCase {
  const { part } = target.plan;
  const breach = broken === undefined ? missingPart(part) : breachInPart(part, broken.value_.breach);
  const exercises = [clauseOfBreach(breach)];
  const fields = { name: 'case', intent: { kind: 'invalid', breach }, exercises, broken: target.plan } as const;
  if (target.kind === 'missing' || broken === undefined) return caseFromDraft(others, frame, fields);
  const value = new Value(broken.value_.value, undefined);
  return caseFromDraft(new Map([...others, [target.plan, { form: target.form, value }]]), frame, fields);
}

function* smallerInvalid(drafted: InvalidDraft): Iterable<InvalidDraft> {
  const { others, target, broken } = drafted;
  for (const smaller of smallerDrafts(others)) yield { ...drafted, others: smaller };
  if (target.kind === 'missing' || broken === undefined) return;
  for (const simpler of target.values.shrink(broken.value_, broken.context)) yield { ...drafted, broken: simpler };
}

const MAX_TRY_COUNT = 10;
const PROBE_SEED = 'probe';
