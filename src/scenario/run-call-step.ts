import type { JsonValue } from '../base/json.js';
import { readBack } from '../check/request/read-back.js';
import type { Exchange } from '../journal/exchange.js';
import type { HttpRequest } from '../wire/http-message.js';
import type { ResponseProblem } from '../wire/judge-response.js';
import { judgeResponse } from '../wire/judge-response.js';
import type { CallView, ExpressionContext } from './arazzo/expression-context.js';
import { callViewOf } from './call-view.js';
import type { Step, StepTarget } from './scenario.js';
import type { StepFailure } from './scenario-run.js';
import type { ScenarioWorld } from './scenario-world.js';
import { buildStepRequest } from './step-request.js';

type OperationTarget = Extract<StepTarget, { readonly kind: 'operation' }>;

/** What a step's call came to; `failure` when nothing was sent or nothing was answered. */
export interface CalledStep {
  readonly exchange: Exchange | undefined;
  readonly view: CallView | undefined;
  readonly failure: StepFailure | undefined;
  readonly problems: readonly ResponseProblem[];
  /** Worked out when somebody asks: only a step that failed shows them. */
  readonly requestProblems: () => readonly string[];
}

/**
 * Makes the call of a step, and judges it by the contract.
 *
 * @param step - that calls an operation
 * @param target - its operation
 * @param around - the world, and what expressions may speak of before the call
 */
export async function runCallStep(
  step: Step,
  target: OperationTarget,
  around: { readonly world: ScenarioWorld; readonly context: ExpressionContext },
): Promise<CalledStep> {
  const built = await buildStepRequest(step, target, around.context);
  if (built.kind === 'unsendable') return { ...NOTHING, failure: { kind: 'unsendable', reason: built.reason } };
  const exchange = await around.world.send(target.system, built.request, step.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  return judgedCall(exchange, built, target);
}

function judgedCall(
  exchange: Exchange,
  { request, parameters }: { readonly request: HttpRequest; readonly parameters: ReadonlyMap<string, JsonValue> },
  target: OperationTarget,
): CalledStep {
  const { response } = exchange;
  const view = callViewOf(exchange, parameters);
  const requestProblems = (): readonly string[] => problemsOfRequest(request, target);
  if (response === undefined || exchange.outcome !== 'answered') {
    return { exchange, view, failure: { kind: 'no-answer', outcome: exchange.outcome }, problems: [], requestProblems };
  }
  // What a fault did on the way is not the system's answer.
  const isOwnAnswer = exchange.fault === undefined && response.truncatedBytes === undefined;
  const { contract, entry } = target;
  const problems = isOwnAnswer ? judgeResponse({ operation: entry.read(), contract, request, response }) : [];
  return { exchange, view, failure: undefined, problems, requestProblems };
}

function problemsOfRequest(request: HttpRequest, { contract, entry, basePath }: OperationTarget): readonly string[] {
  const read = readBack(request, entry.read(), { contract, basePath });
  return read.kind === 'read' ? read.judgement.problems.map(({ message }) => message) : ['its path leads to another operation'];
}

const NOTHING: CalledStep = { exchange: undefined, view: undefined, failure: undefined, problems: [], requestProblems: () => [] };
const DEFAULT_TIMEOUT_MS = 30_000;
