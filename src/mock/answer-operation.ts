import type { AnswerContent, AnswerReason } from '../journal/answer-reason.js';
import type { ExchangeProblem } from '../journal/exchange.js';
import type { RequestJudgement, RequestProblem } from '../wire/judge-request.js';
import { responseForStatus } from '../wire/select-response.js';
import type { Answer } from './answer.js';
import { isEventStream } from './choose-response.js';
import { failureFromProblems } from './failure.js';
import type { OperationCall, OperationPlan, Prepared } from './operation-plan.js';
import { invalidPreference, unusable, violated } from './operation-problems.js';
import type { Overriding } from './override/override-book.js';
import { orderedResponse, ordersAnswer } from './override/ordered-response.js';
import { NO_PREFERENCES, parsePreferences } from './preferences.js';
import { preparedFromProblem, problemsOf, respond, type Wishes, wishesOf } from './prepare-response.js';
import type { Problem } from './problem.js';
import { declaredRefusal, refuseRequest } from './refuse-request.js';
import { answerFromState } from './state/answer-from-state.js';
import { openStream } from './stream/open-stream.js';
import { tellingChanges } from './stream/tell-change.js';
import { violationHeaders } from './violation-header.js';

/**
 * The answer of an operation: what the request asks of the mock, whether it keeps the contract, which response that leads to, its content.
 *
 * @param plan - grows by what was worked out
 * @param call - one request, its path matched
 */
export function answerOperation(plan: OperationPlan, call: OperationCall): Answer {
  const overriding = call.context.overrides?.take({ request: call.request, operation: plan.operation.id });
  if (overriding === undefined) return answerAsContracted(plan, call);
  if (ordersAnswer(overriding.answer)) return answerAsOrdered(plan, call, overriding);
  const answer = answerAsContracted(plan, call);
  return {
    ...answer,
    delayMs: overriding.delayMs,
    reason: { ...(answer.reason ?? { by: 'usual', status: answer.response.status }), override: overriding.id },
  };
}

function answerAsContracted(plan: OperationPlan, call: OperationCall): Answer {
  const { operation } = plan;
  if (operation.unusable !== undefined) return answerFromProblem(plan, unusable(operation));
  const parsed = parsePreferences(call.request.headers, call.query);
  if (parsed.kind === 'invalid') return answerFromProblem(plan, invalidPreference(parsed));
  const judgement = plan.judge(call.request, call.pathValues);
  const wishes = wishesOf(plan, call, { preferences: parsed.preferences, body: judgement.body });
  const { credentialProblems = NO_CREDENTIAL_PROBLEMS } = call.context;
  const found = credentialProblems.length === 0 ? judgement.problems : [...credentialProblems, ...judgement.problems];
  if (found.length === 0) return letIn(plan, call, { wishes, judgement, problems: NO_PROBLEMS });

  const failure = failureFromProblems(found, plan.options.rules);
  if (failure.statuses === undefined) return letIn(plan, call, { wishes, judgement, problems: failure.problems });
  return answered(plan, refuseRequest(plan, failure), failure.problems);
}

/** A request that may be answered, and what was seen of it on the way. */
interface LetIn {
  readonly wishes: Wishes;
  readonly judgement: RequestJudgement;
  readonly problems: readonly ExchangeProblem[];
}

function letIn(plan: OperationPlan, call: OperationCall, { wishes, judgement, problems }: LetIn): Answer {
  const { state: view } = call.context;
  const { preferences } = wishes;
  const { operation, contract, options } = plan;
  // Who names an answer wants that one, whatever is remembered.
  const isForState = view !== undefined && preferences.code === undefined && preferences.example === undefined;
  const stateful = isForState
    ? answerFromState({
        ...{ operation, contract, judgement, view, seeds: options.seeds },
        ...{ request: call.request, pathValues: call.pathValues, context: call.context },
        usual: (code) => respond(plan, call, code === undefined ? wishes : { ...wishes, preferences: { ...preferences, code } }).response,
        declared: (status) => declaredRefusal(plan, status)?.response,
      })
    : undefined;
  if (stateful === undefined) return opened(plan, call, { wishes, answer: answered(plan, respond(plan, call, wishes), problems) });
  const { response, changes, isUndeclared } = stateful;
  const reason: AnswerReason = { by: 'state', status: response.status };
  const judged = { response, problems: isUndeclared === true ? NO_PROBLEMS : problemsOf(plan, response), reason };
  return { ...opened(plan, call, { wishes, answer: answered(plan, judged, problems) }), changes };
}

const NO_PROBLEMS: readonly ExchangeProblem[] = [];
const NO_CREDENTIAL_PROBLEMS: readonly RequestProblem[] = [];

function answered(plan: OperationPlan, prepared: Prepared, requestProblems: readonly ExchangeProblem[]): Answer {
  const id = plan.operation.id;
  if (requestProblems.length === 0 && prepared.problems.length === 0) {
    return { response: prepared.response, operation: id, problems: NO_PROBLEMS, reason: prepared.reason };
  }
  const problems = [...requestProblems, ...prepared.problems];
  if (plan.options.rules.response === 'error' && prepared.problems.length > 0) {
    const { reason, response } = preparedFromProblem(violated(plan.operation, prepared.problems));
    return { response, operation: id, problems, reason };
  }
  const headers = [...prepared.response.headers, ...violationHeaders(problems)];
  return { response: { ...prepared.response, headers }, operation: id, problems, reason: prepared.reason };
}

interface Opening {
  readonly wishes: Wishes;
  readonly answer: Answer;
}

/** Whether a stream stays open is no part of what can be kept. */
function opened(
  { operation, contract, hasEvents, options }: OperationPlan,
  { context }: OperationCall,
  { wishes, answer }: Opening,
): Answer {
  if (!hasEvents || answer.response.stream === undefined) return answer;
  const { changes: feed } = context;
  const events = feed === undefined ? undefined : responseForStatus(operation, answer.response.status)?.content.find(isEventStream);
  const tell = events === undefined ? undefined : tellingChanges(events, contract);
  const changes = feed === undefined || tell === undefined ? undefined : { feed, tell };
  const response = openStream(answer.response, { wishes: wishes.preferences.stream, options: options.streams, changes });
  return response === answer.response ? answer : { ...answer, response };
}

function answerFromProblem(plan: OperationPlan, problem: Problem): Answer {
  return { ...preparedFromProblem(problem), operation: plan.operation.id };
}

/** As a test has ordered it: judged like every answer, to a request that is judged like every request, but not refused. */
function answerAsOrdered(plan: OperationPlan, call: OperationCall, { id, answer, delayMs }: Overriding): Answer {
  const { operation, options } = plan;
  const isUsable = operation.unusable === undefined;
  const { credentialProblems = NO_CREDENTIAL_PROBLEMS } = call.context;
  const found = isUsable ? [...credentialProblems, ...plan.judge(call.request, call.pathValues).problems] : [];
  const problems = found.length === 0 ? NO_PROBLEMS : failureFromProblems(found, options.rules).problems;
  const base = isUsable && answer.content === undefined ? preparedForOrder(plan, call, answer) : undefined;
  const response = orderedResponse(answer, isUsable ? operation : undefined, base?.response);
  const content: AnswerContent = base?.reason.content ?? { from: answer.content === undefined ? 'none' : 'override' };
  const reason: AnswerReason = { ...base?.reason, by: 'override', status: response.status, content, override: id };
  const isJudged = isUsable && options.rules.response !== 'off' && base?.reason.problem === undefined;
  const violations = isJudged ? problemsOf(plan, response) : NO_PROBLEMS;
  return { ...answered(plan, { response, problems: violations, reason }, problems), delayMs };
}

/** What the contract has for the status or the example that was ordered; `undefined` for a status that it does not declare. */
function preparedForOrder(plan: OperationPlan, call: OperationCall, { status, code, example }: Overriding['answer']): Prepared | undefined {
  if (status !== undefined && responseForStatus(plan.operation, status) === undefined) return undefined;
  const parsed = parsePreferences(call.request.headers, call.query);
  const asked = parsed.kind === 'preferences' ? parsed.preferences : NO_PREFERENCES;
  const preferences = { ...asked, code: status ?? code ?? asked.code, example: example ?? asked.example };
  return respond(plan, call, wishesOf(plan, call, { preferences, body: undefined }));
}
