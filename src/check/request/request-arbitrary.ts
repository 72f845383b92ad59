import type { Arbitrary } from 'fast-check';
import type { Place } from '../../base/place.js';
import type { Operation } from '../../contract/contract.js';
import type { TestCase } from '../test-case.js';
import type { Draft } from './draft.js';
import { DraftedRequests } from './drafted-requests.js';
import type { Drawn } from './draw-valid.js';
import { drawValid, isBlamed, validCase } from './draw-valid.js';
import { firstRequest } from './first-request.js';
import { invalidRequests } from './invalid-requests.js';
import type { OperationPlan } from './operation-plan.js';
import { planOperation } from './operation-plan.js';
import type { PartPlan } from './part-plan.js';
import type { RequestContext } from './request-context.js';
import { smallerDrafts } from './smaller-drafts.js';

/** The requests that can be made to an operation, or why there are none. */
export type RequestPlan =
  | {
      readonly kind: 'requests';
      /** Each keeps the contract on the wire; its name is `case`. */
      readonly valid: Arbitrary<TestCase>;
      /** Each breaks one clause on the wire and keeps all others; `undefined` when nothing of the operation can be broken. */
      readonly invalid: Arbitrary<TestCase> | undefined;
    }
  | {
      readonly kind: 'unsatisfiable';
      /** The part that has no value: `['query', 'limit']`, `['body']`. */
      readonly location: readonly string[];
      readonly reason: string;
      readonly place: Place;
    };

/**
 * The requests of an operation as arbitraries: every parameter, style and media type; optional parts there or not; values that the pair
 * gives, that the provider gave out, or made. What they shrink to keeps their intent.
 *
 * @param operation - of the contract
 * @param context - where its values come from
 */
export function planRequests(operation: Operation, context: RequestContext): RequestPlan {
  const plan = planOperation(operation, context, 'fuzzing');
  const [impossible] = plan.impossible;
  if (impossible !== undefined) return unsatisfiable(impossible, impossible.reason ?? 'no value fits');
  const first = firstRequest(plan);
  if (first.kind === 'none') return unsatisfiableRequest(plan, first);
  const { plan: usable, draft: witness } = first;
  let invalid: { readonly requests: Arbitrary<TestCase> | undefined } | undefined;
  return {
    kind: 'requests',
    valid: validRequests(usable, witness),
    // Finding out what can be broken takes longer than all the rest, and sequences never ask.
    get invalid() {
      invalid ??= { requests: invalidRequests(usable, witness) };
      return invalid.requests;
    },
  };
}

function validRequests(plan: OperationPlan, witness: Draft): Arbitrary<TestCase> {
  return new DraftedRequests<Draft>({
    draw: (source) => {
      const drawn = drawValid(plan, source);
      return drawn.kind === 'draft' ? drawn.draft : witness;
    },
    caseOf: (draft) => validCase(draft, plan),
    smaller: (draft) => smallerDrafts(draft),
    stands: (draft) => plan.wire(validCase(draft, plan)).kind === 'request',
  });
}

function unsatisfiableRequest(plan: OperationPlan, { reason, problems }: Extract<Drawn, { kind: 'none' }>): RequestPlan {
  const blamed = plan.parts.find((part) => problems.length > 0 && isBlamed(part, problems));
  const { operation } = plan.frame;
  if (blamed !== undefined) return unsatisfiable(blamed, reason);
  return { kind: 'unsatisfiable', location: ['path'], reason, place: { file: operation.file, pointer: operation.pointer } };
}

function unsatisfiable({ part }: PartPlan, reason: string): RequestPlan {
  return { kind: 'unsatisfiable', location: part.location, reason, place: part.place };
}
