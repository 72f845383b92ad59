import type { Operation } from '../../contract/contract.js';
import type { RequestProblem } from '../../wire/judge-request.js';
import type { TestCase } from '../test-case.js';
import type { BaseRequest } from './base-request.js';
import { baseRequest } from './base-request.js';
import { bodyFormCases } from './body-form-cases.js';
import { boundaryCases } from './boundary-cases.js';
import { breachCases, missingPartCases } from './breach-cases.js';
import { credentialCases } from './credential-cases.js';
import { partClauses, requestCase } from './coverage-case.js';
import { isExactBreach } from './exact-breach.js';
import { inTurns } from '../../base/in-turns.js';
import { optionalPartCases } from './optional-part-cases.js';
import { planOperation } from './operation-plan.js';
import type { RequestContext } from './request-context.js';
import { undeclaredMethodCases } from './undeclared-method-cases.js';

/**
 * The requests that every clause of an operation's contract is worth, most telling first: the plain one, the full one, then in turn
 * credentials, missing parts, values at and beyond each limit, undeclared methods, malformed bodies, and optional parts two by two. What
 * deletes is asked by strangers first. Each is on the wire what its intent says. The same contract, pair and suggestions give the same cases.
 *
 * @param operation - of the contract
 * @param context - where its values come from
 * @returns lazily; none when no request keeps the contract
 */
export function* coverageCases(operation: Operation, context: RequestContext): Iterable<TestCase> {
  const base = baseRequest(planOperation(operation, context, 'coverage'), context);
  if (base === undefined) return;
  let count = 0;
  const seen = new Set<string>();
  for (const testCase of allCases(base, context)) {
    const wired = base.plan.wire(testCase);
    if (wired.kind === 'withheld' || !isAsMeant(testCase, wired.problems)) continue;
    // Of two requests with the same bytes and the same purpose the first is enough.
    const key = keyOfCase(testCase, wired.request);
    if (seen.has(key)) continue;
    seen.add(key);
    yield testCase;
    count += 1;
    if (count === MAX_CASE_COUNT) return;
  }
}

/** Whether an invalid case breaks nothing but its clause. */
function isAsMeant({ intent }: TestCase, problems: readonly RequestProblem[]): boolean {
  return intent.kind !== 'invalid' || isExactBreach(problems, intent.breach);
}

/** As planned, whether they stand on the wire or not. */
function* allCases(base: BaseRequest, context: RequestContext): Iterable<TestCase> {
  // After the plain request there is nothing left that strangers could delete.
  const isDeletion = base.plan.frame.operation.method === 'DELETE';
  if (isDeletion) yield* credentialCases(base, context);
  yield requestCase(base, base.required, { name: 'nothing but what is required', exercises: partClauses(base.required) });
  if (base.all.size > base.required.size)
    yield requestCase(base, base.all, { name: 'all optional parts', exercises: partClauses(base.all) });
  const values = base.plan.parts.flatMap((part) => [breachCases(base, part), boundaryCases(base, part)]);
  yield* inTurns([
    isDeletion ? [] : credentialCases(base, context),
    missingPartCases(base),
    undeclaredMethodCases(base, context),
    bodyFormCases(base),
    ...values,
    optionalPartCases(base),
  ]);
}

function keyOfCase({ intent, credentials, exercises }: TestCase, request: Parameters<typeof textFromRequest>[0]): string {
  return `${intent.kind} ${credentials} ${exercises.map(({ file, pointer }) => `${file}#${pointer}`).join()} ${textFromRequest(request)}`;
}

function textFromRequest({
  method,
  target,
  headers,
  body,
}: {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly string[];
  readonly body: Uint8Array | undefined;
}): string {
  return `${method} ${target} ${headers.join('\n')} ${body === undefined ? '' : new TextDecoder().decode(body)}`;
}

const MAX_CASE_COUNT = 120;
