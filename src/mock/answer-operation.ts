import { isJsonObject } from '../base/json.js';
import type { Random } from '../base/random.js';
import { randomFromSeed } from '../base/random.js';
import type { Contract, Operation, OperationEntry } from '../contract/contract.js';
import type { AnswerContent, AnswerReason } from '../journal/answer-reason.js';
import type { ExchangeProblem } from '../journal/exchange.js';
import type { BodyStream, HttpRequest, HttpResponse } from '../wire/http-message.js';
import { headerValue } from '../wire/http-message.js';
import type { RequestJudgement, RequestProblem } from '../wire/judge-request.js';
import { compileJudge } from '../wire/judge-request.js';
import { judgeResponse } from '../wire/judge-response.js';
import { responseForStatus } from '../wire/select-response.js';
import type { Answer, AnswerContext } from './answer.js';
import type { Choice } from './choose-response.js';
import { chooseFailure, chooseResponse, isEventStream } from './choose-response.js';
import { callKey } from './call-key.js';
import type { Failure } from './failure.js';
import { fieldText } from './field-text.js';
import { failureFromProblems } from './failure.js';
import type { MockOptions } from './mock-options.js';
import type { Overriding } from './override/override-book.js';
import { orderedResponse, ordersAnswer } from './override/ordered-response.js';
import type { ParsedPreferences, Preferences } from './preferences.js';
import { NO_PREFERENCES, parsePreferences } from './preferences.js';
import type { Problem } from './problem.js';
import { responseFromProblem } from './problem.js';
import { produceContent } from './produce-content.js';
import { produceHeaders } from './produce-headers.js';
import { serverHeader } from './server-header.js';
import { openStream } from './stream/open-stream.js';
import { type StreamRequest, streamContent } from './stream/stream-content.js';
import { answerFromState } from './state/answer-from-state.js';
import { tellingChanges } from './stream/tell-change.js';
import { violationHeaders } from './violation-header.js';

/** What is known of an operation before a request comes, and what was worked out for earlier ones. */
export interface OperationPlan {
  readonly operation: Operation;
  readonly contract: Contract;
  readonly options: MockOptions;
  readonly judge: (request: HttpRequest, pathValues: ReadonlyMap<string, string>) => RequestJudgement;
  /** Whether any of its responses is a stream of events, so that a request may ask for one. */
  readonly hasEvents: boolean;
  /** The answer to a request without preferences or a particular `Accept`: nearly all of them. */
  usual: Prepared | undefined;
  /** Fixed answers by status, example and `Accept`. */
  readonly prepared: Map<string, Prepared>;
}

/** A response with what its own contract says against it. */
interface Prepared {
  readonly response: HttpResponse;
  readonly problems: readonly ExchangeProblem[];
  readonly reason: AnswerReason;
}

export interface OperationCall {
  readonly request: HttpRequest;
  readonly query: string;
  readonly pathValues: ReadonlyMap<string, string>;
  readonly context: AnswerContext;
}

/**
 * Reads an operation and readies what every request to it needs.
 *
 * @param entry - read here for the first time
 */
export function planOperation(entry: OperationEntry, contract: Contract, options: MockOptions): OperationPlan {
  const operation = entry.read();
  const hasEvents = operation.responses.some(({ content }) => content.some(isEventStream));
  return { operation, contract, options, judge: compileJudge(operation, contract), hasEvents, usual: undefined, prepared: new Map() };
}

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
  return answered(plan, refuse(plan, failure), failure.problems);
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
/** Answers kept per operation; callers choose `Accept`, so there is an end to it. */
const MAX_PREPARED_COUNT = 64;

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

function preparedFromProblem(problem: Problem): Prepared {
  const { status, code } = problem;
  return { response: responseFromProblem(problem), problems: NO_PROBLEMS, reason: { by: 'problem', status, problem: code } };
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

/** What a request asks for, beyond its operation. */
interface Wishes {
  readonly preferences: Preferences;
  readonly accept: string | undefined;
  /** Its body says `stream: true`, as requests to language models do. */
  readonly asEvents: boolean;
  readonly lastEventId: string | undefined;
}

function wishesOf(
  plan: OperationPlan,
  { request }: OperationCall,
  { preferences, body }: { readonly preferences: Preferences; readonly body: RequestJudgement['body'] },
): Wishes {
  const accept = headerValue(request.headers, 'accept');
  if (!plan.hasEvents) return { preferences, accept, asEvents: false, lastEventId: undefined };
  const asEvents = isJsonObject(body) && body['stream'] === true;
  return { preferences, accept, asEvents, lastEventId: headerValue(request.headers, 'last-event-id') };
}

/** The response to a request that is let through: a kept one when nothing varies. */
function respond(plan: OperationPlan, call: OperationCall, wishes: Wishes): Prepared {
  const { preferences, accept, asEvents, lastEventId } = wishes;
  const random = randomFor(plan, call, preferences);
  if (random !== undefined) return prepare(plan, wishes, random);
  if (preferences === NO_PREFERENCES && (accept === undefined || accept === '*/*') && !asEvents && lastEventId === undefined) {
    plan.usual ??= prepare(plan, wishes, undefined);
    return plan.usual;
  }
  const { code = '', example = '', stream } = preferences;
  const key = `${code}\n${example}\n${accept ?? ''}\n${asEvents}\n${lastEventId ?? ''}\n${stream?.itemCount ?? ''}\n${stream?.paceMs ?? ''}`;
  const known = plan.prepared.get(key);
  if (known !== undefined) return known;
  if (plan.prepared.size >= MAX_PREPARED_COUNT) plan.prepared.clear();
  const prepared = prepare(plan, wishes, undefined);
  plan.prepared.set(key, prepared);
  return prepared;
}

function randomFor(plan: OperationPlan, call: OperationCall, preferences: Preferences): Random | undefined {
  if (!(preferences.dynamic ?? plan.options.dynamic)) return undefined;
  const key = callKey(plan.operation, call.request);
  // Who names a seed wants these bytes again, however often the call was made before.
  if (preferences.seed !== undefined) return randomFromSeed(preferences.seed, key);
  return randomFromSeed(call.context.seed, key, call.context.callIndex(key));
}

function prepare(plan: OperationPlan, { preferences, accept, asEvents, lastEventId }: Wishes, random: Random | undefined): Prepared {
  const choice = chooseResponse(plan.operation, { code: preferences.code, accept, asEvents });
  if (choice.kind === 'problem') return preparedFromProblem(choice.problem);
  const { code, example, stream: wishes } = preferences;
  const by = code === undefined && example === undefined ? 'usual' : 'preference';
  return responseFromChoice(plan, choice, {
    accept: asEvents ? undefined : accept,
    example,
    random,
    streaming: { wishes, lastEventId },
    by,
  });
}

interface ContentWishes {
  readonly accept: string | undefined;
  readonly example: string | undefined;
  readonly random: Random | undefined;
  readonly streaming: StreamRequest;
  readonly by: AnswerReason['by'];
}

function responseFromChoice(plan: OperationPlan, choice: Extract<Choice, { kind: 'response' }>, wishes: ContentWishes): Prepared {
  const { operation, options } = plan;
  const { status, response: declared, mediaType } = choice;
  const headers: string[] = [];
  if (operation.deprecated) headers.push('deprecation', 'true');
  let body: Uint8Array | string | undefined;
  let reason: AnswerReason = { by: wishes.by, status, declared: declared.status, content: NO_CONTENT };
  let stream: BodyStream | undefined;
  if (mediaType !== undefined && mayHaveBody(status)) {
    const { accept, example, random, streaming } = wishes;
    const itemCount = streaming.wishes?.itemCount ?? options.streams.itemCount;
    const content = produceContent({ operation, mediaType, itemCount, accept, example, random });
    if (content.kind === 'problem') return preparedFromProblem(content.problem);
    headers.unshift('content-type', fieldText(content.contentType));
    if (content.note !== undefined) headers.push('mortise-note', noteText(content.note));
    const streamed = streamContent(content, streaming, options.streams);
    body = streamed?.body ?? content.body;
    stream = streamed?.stream;
    reason = { ...reason, mediaType: mediaType.name, content: content.from, note: content.note };
  }
  headers.push(...produceHeaders(declared, wishes.random));
  headers.push(...serverHeader(headers));
  const response: HttpResponse = stream === undefined ? { status, headers, body } : { status, headers, body, stream };
  return { response, problems: problemsOf(plan, response), reason };
}

function problemsOf({ operation, contract, options }: OperationPlan, response: HttpResponse): readonly ExchangeProblem[] {
  if (options.rules.response === 'off') return NO_PROBLEMS;
  return judgeResponse({ operation, contract, request: undefined, response }).map((problem) => ({ on: 'response', ...problem }));
}

const NO_CONTENT: AnswerContent = { from: 'none' };

/** The contract's own answer to what is refused. */
function declaredRefusal(plan: OperationPlan, ...statuses: readonly number[]): Prepared | undefined {
  const choice = chooseFailure(plan.operation, statuses);
  if (choice === undefined) return undefined;
  const key = `refused\n${choice.status}`;
  const known = plan.prepared.get(key);
  const prepared = known ?? responseFromChoice(plan, choice, NO_WISHES);
  if (known === undefined) plan.prepared.set(key, prepared);
  return prepared;
}

function refuse(plan: OperationPlan, failure: Failure): Prepared {
  const prepared = failure.statuses === undefined ? undefined : declaredRefusal(plan, ...failure.statuses);
  if (prepared === undefined) return preparedFromProblem(failure.problem);
  if (failure.challenge === undefined) return prepared;
  const { headers } = prepared.response;
  // What is wrong with a token says more than the challenge that the contract shows.
  const others = failure.challenge.includes('error=')
    ? headers.filter((_, index) => headers[index - (index % 2)]?.toLowerCase() !== 'www-authenticate')
    : headers;
  return { ...prepared, response: { ...prepared.response, headers: [...others, 'www-authenticate', failure.challenge] } };
}

const NO_WISHES: ContentWishes = {
  accept: undefined,
  example: undefined,
  random: undefined,
  streaming: { wishes: undefined, lastEventId: undefined },
  by: 'refusal',
};

/** @see RFC 9110 §6.4.1 */
function mayHaveBody(status: number): boolean {
  return status >= 200 && status !== 204 && status !== 304;
}

function noteText(note: string): string {
  return note.replace(/[^\u0020-\u007e]/g, '?').slice(0, 400);
}

function unusable(operation: Operation): Problem {
  const { code, place, args } = operation.unusable ?? { code: 'contract/operation-unusable', place: undefined, args: {} };
  const detail = `${operation.id} cannot be served: ${code} at ${place?.file ?? operation.file}#${place?.pointer ?? operation.pointer}. "mortise lint" shows the line.`;
  return { code: 'OPERATION_UNUSABLE', status: 500, detail, extra: { reason: args } };
}

function invalidPreference(parsed: Extract<ParsedPreferences, { kind: 'invalid' }>): Problem {
  const spelled = parsed.from === 'header' ? `Prefer: ${parsed.name}=${parsed.value}` : `?__${parsed.name}=${parsed.value}`;
  const wanted = PREFERENCE_FORMS[parsed.name];
  return { code: 'UNPROCESSABLE_ENTITY', status: 422, detail: `"${spelled}" is not understood: ${parsed.name} must be ${wanted}.` };
}

const PREFERENCE_FORMS = {
  code: 'a status of three digits',
  dynamic: 'true or false',
  items: 'a number from 1 to 10000',
  pace: 'a number and its unit, at most an hour: 100ms, 2s',
} as const;

function violated(operation: Operation, problems: readonly ExchangeProblem[]): Problem {
  return {
    code: 'VIOLATIONS',
    status: 500,
    detail: `The answer of ${operation.id} breaks its own contract; without --errors it would be served with a header that says so.`,
    validation: problems.map(({ location, code, message }) => ({ location, severity: 'Error', code, message })),
  };
}
