import type { JsonValue } from '../../base/json.js';
import { isJsonMediaType, parseMediaType } from '../../base/media-type.js';
import type { Contract, Operation } from '../../contract/contract.js';
import type { HttpRequest, HttpResponse } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';
import type { RequestJudgement } from '../../wire/judge-request.js';
import { judgeResponse } from '../../wire/judge-response.js';
import { responseForStatus } from '../../wire/select-response.js';
import type { AnswerContext } from '../answer.js';
import type { Problem } from '../problem.js';
import { responseFromProblem } from '../problem.js';
import { memoryOf, type Seeds } from './memory.js';
import { pathPlan } from './place.js';
import type { StateOutcome, UsualAnswer } from './state-call.js';
import { stateOutcome } from './state-outcome.js';
import type { StateChange, StateView } from './state-store.js';
import { jsonOf } from './usual-value.js';

/** A call that was let in, and how it is answered without state. */
export interface StatefulCall {
  readonly operation: Operation;
  readonly contract: Contract;
  readonly seeds: Seeds | undefined;
  readonly request: HttpRequest;
  readonly pathValues: ReadonlyMap<string, string>;
  readonly judgement: RequestJudgement;
  readonly context: AnswerContext;
  readonly view: StateView;
  /** @param code - the success that is wanted; by default the usual one */
  usual(code: number | undefined): HttpResponse;
  /** The contract's own answer of a status; `undefined` when it declares none. */
  declared(status: number): HttpResponse | undefined;
}

/** An answer that comes from what is remembered, and what has to be remembered with it. */
export interface StatefulAnswer {
  readonly response: HttpResponse;
  readonly changes: readonly StateChange[];
  /** Whether it is a problem that the contract has no answer for. */
  readonly isUndeclared?: boolean;
}

/**
 * The answer of a mock that remembers; `undefined` when it is the usual one. Every such answer keeps the contract: where it would not, the usual one is
 * given with a note, and nothing is changed.
 *
 * @param call - let in, and without wishes of its own
 */
export function answerFromState(call: StatefulCall): StatefulAnswer | undefined {
  const { operation, contract, request, context } = call;
  const plan = pathPlan(operation.path);
  if (plan === undefined) return undefined;
  const outcome = stateOutcome({
    operation,
    plan,
    request,
    pathValues: call.pathValues,
    parameters: call.judgement.parameters,
    body: call.judgement.body,
    nowMs: context.nowMs,
    seed: context.seed,
    memory: memoryOf({ contract, seeds: call.seeds }, call.view),
    usual: (code) => usualAnswer(operation, call.usual(code)),
  });
  if (outcome.kind === 'usual') return outcome.note === undefined ? undefined : noted(call, outcome.note);
  if (outcome.kind === 'refused') return refusal(call, outcome.problem);
  return checked(call, outcome);
}

function checked(call: StatefulCall, outcome: Extract<StateOutcome, { kind: 'shown' }>): StatefulAnswer {
  const { operation, contract } = call;
  const usual = call.usual(outcome.code);
  // What is no success has its own reason, which state does not mend.
  if (usual.status < 200 || usual.status > 299) return { response: usual, changes: [] };
  // What the usual content has to say of itself is not about this one.
  const plain = outcome.value === undefined ? usual : { ...withoutNote(usual), body: JSON.stringify(outcome.value) };
  const response = withHeaders(plain, outcome.note === undefined ? [] : ['mortise-note', noteText(outcome.note)]);
  for (const headers of [outcome.headers, absolute(call.request, outcome.headers), []]) {
    const answer = withHeaders(response, headers);
    if (judgeResponse({ operation, contract, request: undefined, response: answer }).length === 0)
      return { response: answer, changes: outcome.changes };
  }
  // An answer that breaks the contract with state and without is no worse with it.
  if (outcome.value === undefined) return { response, changes: outcome.changes };
  return noted(call, 'what is remembered cannot be shown by the contract, so nothing was changed');
}

function noted(call: StatefulCall, note: string): StatefulAnswer {
  return { response: withHeaders(call.usual(undefined), ['mortise-note', noteText(note)]), changes: [] };
}

/** The contract's own words, where it has some. */
function refusal(call: StatefulCall, problem: Problem): StatefulAnswer {
  const declared = call.declared(problem.status);
  if (declared === undefined) return { response: responseFromProblem(problem), changes: [], isUndeclared: true };
  return { response: withHeaders(declared, ['mortise-note', noteText(problem.detail)]), changes: [] };
}

function usualAnswer(operation: Operation, { status, headers, body }: HttpResponse): UsualAnswer {
  const nothing = { status, headers, schema: undefined, value: undefined };
  const parsed = parseMediaType(headerValue(headers, 'content-type') ?? '');
  if (body === undefined || body.length === 0 || parsed === undefined || !isJsonMediaType(parsed)) return nothing;
  const schema = jsonOf(responseForStatus(operation, status)?.content ?? [])?.schema;
  try {
    const value = JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body)) as JsonValue;
    return schema === undefined || status > 299 ? nothing : { status, headers, schema, value };
  } catch {
    // An example that is no JSON is shown as it is written.
    return nothing;
  }
}

/** In the place of headers of the same names. */
function withHeaders(response: HttpResponse, headers: readonly string[]): HttpResponse {
  if (headers.length === 0) return response;
  const names = new Set(headers.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase()));
  const others = response.headers.filter((_, index) => !names.has(response.headers[index - (index % 2)]?.toLowerCase() ?? ''));
  return { ...response, headers: [...others, ...headers] };
}

function withoutNote(response: HttpResponse): HttpResponse {
  const { headers } = response;
  return { ...response, headers: headers.filter((_, index) => headers[index - (index % 2)] !== 'mortise-note') };
}

/** Some contracts want a whole URL in `Location`. */
function absolute(request: HttpRequest, headers: readonly string[]): readonly string[] {
  const host = headerValue(request.headers, 'host');
  if (host === undefined) return headers;
  return headers.map((part, index) => (index % 2 === 1 && part.startsWith('/') ? `http://${host}${part}` : part));
}

function noteText(note: string): string {
  return note.replace(/[^\u0020-\u007e]/g, '?').slice(0, 400);
}
