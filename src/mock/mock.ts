import type { Contract, OperationEntry } from '../contract/contract.js';
import type { AnswerReason } from '../journal/answer-reason.js';
import type { ExchangeProblem } from '../journal/exchange.js';
import type { HttpRequest, HttpResponse } from '../wire/http-message.js';
import type { Answer, AnswerContext } from './answer.js';
import type { OperationPlan } from './operation-plan.js';
import { answerOperation } from './answer-operation.js';
import { planOperation } from './operation-plan.js';
import { isPreflight, preflightResponse, withCors } from './cors.js';
import { nearMisses } from './near-miss.js';
import { responseFromProblem } from './problem.js';
import { orderedResponse, ordersAnswer } from './override/ordered-response.js';
import type { Overriding } from './override/override-book.js';
import type { Route } from './router.js';
import { createRouter } from './router.js';
import type { MockOptions } from './mock-options.js';
import { fieldText } from './field-text.js';
import { DEFAULT_MOCK_OPTIONS } from './mock-options.js';
import { serverHeader } from './server-header.js';

/** Stands in for one system: a request goes in, an answer comes out, no socket is involved. */
export interface Mock {
  readonly contract: Contract;
  answer(request: HttpRequest, context: AnswerContext): Answer;
}

/**
 * The mock of a contract. What it works out about an operation it keeps, so the second call of an operation is cheap and an operation
 * that is never called costs nothing.
 *
 * @param contract - as `readContract` gives it
 * @param options - what differs from `DEFAULT_MOCK_OPTIONS`
 */
export function createMock(contract: Contract, options: Partial<MockOptions> = {}): Mock {
  const settings = { ...DEFAULT_MOCK_OPTIONS, ...options };
  const basePaths = servedBasePaths(contract, settings.requireBasePath);
  const router = createRouter(contract.operations, basePaths);
  const plans = new Map<OperationEntry, OperationPlan>();

  const planFor = (entry: OperationEntry): OperationPlan => {
    const known = plans.get(entry);
    if (known !== undefined) return known;
    const plan = planOperation(entry, contract, settings);
    plans.set(entry, plan);
    return plan;
  };

  const answer = (request: HttpRequest, context: AnswerContext): Answer => {
    if (settings.cors !== 'off' && isPreflight(request)) {
      return { response: preflightResponse(request, settings.cors), operation: undefined, problems: NO_PROBLEMS, reason: PREFLIGHT };
    }
    const { path, query } = splitTarget(request.target);
    const route = router.route(request.method, path, query);
    const answered =
      route.kind === 'operation'
        ? answerOperation(planFor(route.entry), { request, query, pathValues: route.pathValues, context })
        : answerOutside(route, { request, context, path, contract, basePaths });
    const response = withCors(answered.response, request.headers, settings.cors);
    if (request.method === 'HEAD') return { ...answered, response: withoutBody(response) };
    return response === answered.response ? answered : { ...answered, response };
  };

  return { contract, answer };
}

const NO_PROBLEMS: readonly ExchangeProblem[] = [];

function servedBasePaths(contract: Contract, requireBasePath: boolean): readonly string[] {
  if (requireBasePath && contract.basePaths.length > 0) return contract.basePaths;
  return [...new Set(['', ...contract.basePaths])];
}

/** The path and the query of a target in origin form, or in absolute form (RFC 9112 §3.2.2). */
function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const origin = target.startsWith('/') ? target : target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, '');
  const cut = origin.indexOf('?');
  return cut === -1 ? { path: origin, query: '' } : { path: origin.slice(0, cut), query: origin.slice(cut + 1) };
}

const PREFLIGHT: AnswerReason = { by: 'preflight', status: 204 };

/** A request that reached no operation. */
interface Missed {
  readonly request: HttpRequest;
  readonly context: AnswerContext;
  readonly path: string;
  readonly contract: Contract;
  readonly basePaths: readonly string[];
}

function answerOutside(route: Exclude<Route, { kind: 'operation' }>, missed: Missed): Answer {
  const overriding = missed.context.overrides?.take({ request: missed.request, operation: undefined });
  if (overriding === undefined) return answerElsewhere(route, missed);
  return answerAsOrdered(overriding, answerElsewhere(route, missed));
}

/** What the contract does not have it says nothing against. */
function answerAsOrdered({ id, answer, delayMs }: Overriding, missed: Answer): Answer {
  if (!ordersAnswer(answer)) return { ...missed, delayMs };
  const response = orderedResponse(answer, undefined, undefined);
  const content = { from: answer.content === undefined ? ('none' as const) : ('override' as const) };
  return {
    response,
    operation: undefined,
    problems: NO_PROBLEMS,
    delayMs,
    reason: { by: 'override', status: response.status, content, override: id },
  };
}

function answerElsewhere(route: Exclude<Route, { kind: 'operation' }>, missed: Missed): Answer {
  const response = route.kind === 'none' ? noPath(missed) : otherMethod(fieldText(route.allow.join(', ')), missed);
  const problem = route.kind === 'none' ? 'NO_PATH_MATCHED_ERROR' : response.status === 204 ? undefined : 'NO_METHOD_MATCHED_ERROR';
  return { response, operation: undefined, problems: NO_PROBLEMS, reason: { by: 'problem', status: response.status, problem } };
}

function otherMethod(allow: string, { request: { method }, path }: Missed): HttpResponse {
  if (method === 'OPTIONS') return { status: 204, headers: ['allow', allow, ...serverHeader([])], body: undefined };
  return responseFromProblem({
    code: 'NO_METHOD_MATCHED_ERROR',
    status: 405,
    detail: `${path} has no ${method} in the contract; it has ${allow}.`,
    headers: ['allow', allow],
  });
}

function noPath({ request: { method }, path, contract, basePaths }: Missed): HttpResponse {
  const near = nearMisses(contract.operations, basePaths, path);
  const hint = near.length === 0 ? 'nothing in it is near' : `nearest: ${near.join(', ')}`;
  return responseFromProblem({
    code: 'NO_PATH_MATCHED_ERROR',
    status: 404,
    detail: `${method} ${path} matches no path of ${contract.title}; ${hint}.`,
    extra: { nearMisses: near },
  });
}

/** The same response to a HEAD: its length still told, its body not sent (RFC 9110 §9.3.2). */
function withoutBody({ stream, ...response }: HttpResponse): HttpResponse {
  if (response.body === undefined) return response;
  // How long a stream will be is not told: it goes out in chunks.
  if (stream !== undefined) return { ...response, body: undefined };
  const length = typeof response.body === 'string' ? new TextEncoder().encode(response.body).length : response.body.length;
  return { ...response, headers: [...response.headers, 'content-length', String(length)], body: undefined };
}
