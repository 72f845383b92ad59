import { isJsonObject } from '../base/json.js';
import type { Random } from '../base/random.js';
import { randomFromSeed } from '../base/random.js';
import type { AnswerContent, AnswerReason } from '../journal/answer-reason.js';
import type { ExchangeProblem } from '../journal/exchange.js';
import type { BodyStream, HttpResponse } from '../wire/http-message.js';
import { headerValue } from '../wire/http-message.js';
import type { RequestJudgement } from '../wire/judge-request.js';
import { judgeResponse } from '../wire/judge-response.js';
import { callKey } from './call-key.js';
import type { Choice } from './choose-response.js';
import { chooseResponse } from './choose-response.js';
import { fieldText } from './field-text.js';
import type { OperationCall, OperationPlan, Prepared } from './operation-plan.js';
import type { Preferences } from './preferences.js';
import { NO_PREFERENCES } from './preferences.js';
import type { Problem } from './problem.js';
import { responseFromProblem } from './problem.js';
import { produceContent } from './produce-content.js';
import { produceHeaders } from './produce-headers.js';
import { serverHeader } from './server-header.js';
import { type StreamRequest, streamContent } from './stream/stream-content.js';

/** What a request asks for, beyond its operation. */
export interface Wishes {
  readonly preferences: Preferences;
  readonly accept: string | undefined;
  /** Its body says `stream: true`, as requests to language models do. */
  readonly asEvents: boolean;
  readonly lastEventId: string | undefined;
}

/**
 * What a request wishes for.
 *
 * @param plan - of the operation
 * @param call - its headers
 * @param read - what was read of it: preferences, and its body
 */
export function wishesOf(
  plan: OperationPlan,
  { request }: OperationCall,
  { preferences, body }: { readonly preferences: Preferences; readonly body: RequestJudgement['body'] },
): Wishes {
  const accept = headerValue(request.headers, 'accept');
  if (!plan.hasEvents) return { preferences, accept, asEvents: false, lastEventId: undefined };
  const asEvents = isJsonObject(body) && body['stream'] === true;
  return { preferences, accept, asEvents, lastEventId: headerValue(request.headers, 'last-event-id') };
}

/**
 * The response to a request that is let through: a kept one when nothing varies.
 *
 * @param plan - grows by what was worked out
 * @param call - the request
 * @param wishes - of it
 */
export function respond(plan: OperationPlan, call: OperationCall, wishes: Wishes): Prepared {
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

/** How the content of a response is chosen. */
export interface ContentWishes {
  readonly accept: string | undefined;
  readonly example: string | undefined;
  readonly random: Random | undefined;
  readonly streaming: StreamRequest;
  readonly by: AnswerReason['by'];
}

/**
 * The response of a choice, with its content.
 *
 * @param plan - of the operation
 * @param choice - which of its responses
 * @param wishes - which content
 */
export function responseFromChoice(plan: OperationPlan, choice: Extract<Choice, { kind: 'response' }>, wishes: ContentWishes): Prepared {
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

/**
 * What the contract has against a response, where responses are judged.
 *
 * @param plan - of the operation
 * @param response - as it is to be sent
 */
export function problemsOf({ operation, contract, options }: OperationPlan, response: HttpResponse): readonly ExchangeProblem[] {
  if (options.rules.response === 'off') return NO_PROBLEMS;
  return judgeResponse({ operation, contract, request: undefined, response }).map((problem) => ({ on: 'response', ...problem }));
}

const NO_CONTENT: AnswerContent = { from: 'none' };

/**
 * A problem as an answer: nothing is wrong with it.
 *
 * @param problem - what is told
 */
export function preparedFromProblem(problem: Problem): Prepared {
  const { status, code } = problem;
  return { response: responseFromProblem(problem), problems: NO_PROBLEMS, reason: { by: 'problem', status, problem: code } };
}

/** @see RFC 9110 §6.4.1 */
function mayHaveBody(status: number): boolean {
  return status >= 200 && status !== 204 && status !== 304;
}

function noteText(note: string): string {
  return note.replace(/[^\u0020-\u007e]/g, '?').slice(0, 400);
}

const NO_PROBLEMS: readonly ExchangeProblem[] = [];
/** Answers kept per operation; callers choose `Accept`, so there is an end to it. */
const MAX_PREPARED_COUNT = 64;
