import type { Random } from '../base/random.js';
import { randomFromSeed } from '../base/random.js';
import type { Contract, Operation, OperationEntry } from '../contract/contract.js';
import type { ExchangeProblem } from '../journal/exchange.js';
import type { HttpRequest, HttpResponse } from '../wire/http-message.js';
import { headerValue } from '../wire/http-message.js';
import type { RequestJudgement } from '../wire/judge-request.js';
import { compileJudge } from '../wire/judge-request.js';
import { judgeResponse } from '../wire/judge-response.js';
import type { Answer, AnswerContext } from './answer.js';
import type { Choice } from './choose-response.js';
import { chooseFailure, chooseResponse } from './choose-response.js';
import { callKey } from './call-key.js';
import type { Failure } from './failure.js';
import { fieldText } from './field-text.js';
import { failureFromProblems } from './failure.js';
import type { MockOptions } from './mock-options.js';
import type { Preferences } from './preferences.js';
import { NO_PREFERENCES, parsePreferences } from './preferences.js';
import type { Problem } from './problem.js';
import { responseFromProblem } from './problem.js';
import { produceContent } from './produce-content.js';
import { produceHeaders } from './produce-headers.js';
import { serverHeader } from './server-header.js';
import { violationHeaders } from './violation-header.js';

/** What is known of an operation before a request comes, and what was worked out for earlier ones. */
export interface OperationPlan {
  readonly operation: Operation;
  readonly contract: Contract;
  readonly options: MockOptions;
  readonly judge: (request: HttpRequest, pathValues: ReadonlyMap<string, string>) => RequestJudgement;
  /** The answer to a request without preferences or a particular `Accept`: nearly all of them. */
  usual: Prepared | undefined;
  /** Fixed answers by status, example and `Accept`. */
  readonly prepared: Map<string, Prepared>;
}

/** A response with what its own contract says against it. */
interface Prepared {
  readonly response: HttpResponse;
  readonly problems: readonly ExchangeProblem[];
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
  return { operation, contract, options, judge: compileJudge(operation, contract), usual: undefined, prepared: new Map() };
}

/**
 * The answer of an operation: what the request asks of the mock, whether it keeps the contract, which response that leads to, its content.
 *
 * @param plan - grows by what was worked out
 * @param call - one request, its path matched
 */
export function answerOperation(plan: OperationPlan, call: OperationCall): Answer {
  const { operation } = plan;
  if (operation.unusable !== undefined) return answerFromProblem(plan, unusable(operation));
  const parsed = parsePreferences(call.request.headers, call.query);
  if (parsed.kind === 'invalid') return answerFromProblem(plan, invalidPreference(parsed));
  const judgement = plan.judge(call.request, call.pathValues);
  if (judgement.problems.length === 0) return answered(plan, respond(plan, call, parsed.preferences), NO_PROBLEMS);

  const failure = failureFromProblems(judgement.problems, plan.options.rules);
  if (failure.statuses === undefined) return answered(plan, respond(plan, call, parsed.preferences), failure.problems);
  return answered(plan, refuse(plan, failure), failure.problems);
}

const NO_PROBLEMS: readonly ExchangeProblem[] = [];
/** Answers kept per operation; callers choose `Accept`, so there is an end to it. */
const MAX_PREPARED_COUNT = 64;

function answered(plan: OperationPlan, prepared: Prepared, requestProblems: readonly ExchangeProblem[]): Answer {
  const id = plan.operation.id;
  if (requestProblems.length === 0 && prepared.problems.length === 0) {
    return { response: prepared.response, operation: id, problems: NO_PROBLEMS };
  }
  const problems = [...requestProblems, ...prepared.problems];
  if (plan.options.rules.response === 'error' && prepared.problems.length > 0) {
    return { response: responseFromProblem(violated(plan.operation, prepared.problems)), operation: id, problems };
  }
  const headers = [...prepared.response.headers, ...violationHeaders(problems)];
  return { response: { ...prepared.response, headers }, operation: id, problems };
}

function answerFromProblem(plan: OperationPlan, problem: Problem): Answer {
  return { response: responseFromProblem(problem), operation: plan.operation.id, problems: NO_PROBLEMS };
}

/** The response to a request that is let through: a kept one when nothing varies. */
function respond(plan: OperationPlan, call: OperationCall, preferences: Preferences): Prepared {
  const accept = headerValue(call.request.headers, 'accept');
  const random = randomFor(plan, call, preferences);
  if (random !== undefined) return prepare(plan, preferences, accept, random);
  if (preferences === NO_PREFERENCES && (accept === undefined || accept === '*/*')) {
    plan.usual ??= prepare(plan, preferences, undefined, undefined);
    return plan.usual;
  }
  const key = `${preferences.code ?? ''}\n${preferences.example ?? ''}\n${accept ?? ''}`;
  const known = plan.prepared.get(key);
  if (known !== undefined) return known;
  if (plan.prepared.size >= MAX_PREPARED_COUNT) plan.prepared.clear();
  const prepared = prepare(plan, preferences, accept, undefined);
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

function prepare(plan: OperationPlan, preferences: Preferences, accept: string | undefined, random: Random | undefined): Prepared {
  const choice = chooseResponse(plan.operation, preferences.code, accept);
  if (choice.kind === 'problem') return { response: responseFromProblem(choice.problem), problems: NO_PROBLEMS };
  return responseFromChoice(plan, choice, { accept, example: preferences.example, random });
}

interface ContentWishes {
  readonly accept: string | undefined;
  readonly example: string | undefined;
  readonly random: Random | undefined;
}

function responseFromChoice(plan: OperationPlan, choice: Extract<Choice, { kind: 'response' }>, wishes: ContentWishes): Prepared {
  const { operation, contract, options } = plan;
  const { status, response: declared, mediaType } = choice;
  const headers: string[] = [];
  if (operation.deprecated) headers.push('deprecation', 'true');
  let body: Uint8Array | string | undefined;
  if (mediaType !== undefined && mayHaveBody(status)) {
    const content = produceContent({ operation, mediaType, ...wishes });
    if (content.kind === 'problem') return { response: responseFromProblem(content.problem), problems: NO_PROBLEMS };
    headers.unshift('content-type', fieldText(content.contentType));
    if (content.note !== undefined) headers.push('mortise-note', noteText(content.note));
    body = content.body;
  }
  headers.push(...produceHeaders(declared, wishes.random));
  headers.push(...serverHeader(headers));
  const response: HttpResponse = { status, headers, body };
  if (options.rules.response === 'off') return { response, problems: NO_PROBLEMS };
  const problems = judgeResponse({ operation, contract, request: undefined, response });
  return { response, problems: problems.map((problem) => ({ on: 'response', ...problem })) };
}

function refuse(plan: OperationPlan, failure: Failure): Prepared {
  const choice = failure.statuses === undefined ? undefined : chooseFailure(plan.operation, failure.statuses);
  if (choice === undefined) return { response: responseFromProblem(failure.problem), problems: NO_PROBLEMS };
  const key = `refused\n${choice.status}`;
  const known = plan.prepared.get(key);
  const prepared = known ?? responseFromChoice(plan, choice, { accept: undefined, example: undefined, random: undefined });
  if (known === undefined) plan.prepared.set(key, prepared);
  if (failure.challenge === undefined) return prepared;
  return {
    ...prepared,
    response: { ...prepared.response, headers: [...prepared.response.headers, 'www-authenticate', failure.challenge] },
  };
}

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

function invalidPreference(parsed: { readonly name: string; readonly value: string; readonly from: 'header' | 'query' }): Problem {
  const spelled = parsed.from === 'header' ? `Prefer: ${parsed.name}=${parsed.value}` : `?__${parsed.name}=${parsed.value}`;
  const wanted = parsed.name === 'code' ? 'a status of three digits' : 'true or false';
  return { code: 'UNPROCESSABLE_ENTITY', status: 422, detail: `"${spelled}" is not understood: ${parsed.name} must be ${wanted}.` };
}

function violated(operation: Operation, problems: readonly ExchangeProblem[]): Problem {
  return {
    code: 'VIOLATIONS',
    status: 500,
    detail: `The answer of ${operation.id} breaks its own contract; without --errors it would be served with a header that says so.`,
    validation: problems.map(({ location, code, message }) => ({ location, severity: 'Error', code, message })),
  };
}
