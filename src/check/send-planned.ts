import type { JsonValue } from '../base/json.js';
import type { Contract } from '../contract/contract.js';
import type { Exchange, ExchangeOutcome } from '../journal/exchange.js';
import type { Router } from '../mock/router.js';
import { createRouter } from '../mock/router.js';
import { buildRequest } from '../wire/build-request.js';
import type { HttpRequest } from '../wire/http-message.js';
import type { RequestProblem } from '../wire/judge-request.js';
import { judgeRequest } from '../wire/judge-request.js';
import type { Credential } from './credentials.js';
import { withCredentials } from './credentials.js';
import type { PlannedRequest } from './plan-examples.js';
import type { Send, SendResult } from './ports.js';

/** All that turns planned values into bytes, beside the values. */
export interface Wiring {
  readonly contract: Contract;
  readonly basePath: string;
  readonly credential: Credential | undefined;
  /** Of the pair: sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** The value of a capture, once the operation it is taken from has answered. */
  readonly captured: (key: string) => JsonValue | undefined;
}

/** The bytes of a planned request, and what the contract itself has against sending them. */
export interface WiredRequest {
  readonly request: HttpRequest;
  readonly problems: readonly RequestProblem[];
  /** The id of another operation that a server would take the request for. */
  readonly takenFor: string | undefined;
}

/**
 * The planned request as it goes over the wire, read back as a server reads it: data are called valid only when they are valid there.
 *
 * @param planned - values
 * @param wiring - where they go
 */
export function wireRequest(planned: PlannedRequest, wiring: Wiring): WiredRequest {
  const { operation, body } = planned;
  const { contract, basePath } = wiring;
  const parameters = new Map(planned.parameters);
  for (const key of planned.captures.keys()) {
    const value = wiring.captured(key);
    if (value !== undefined) parameters.set(key, value);
  }
  const built = buildRequest(operation, { parameters, ...(body === undefined ? {} : { body }), basePath });
  const dressed = withHeaders(built, { 'user-agent': 'mortise', ...wiring.headers, ...planned.headers });
  const request = withCredentials(dressed, { operation, contract }, wiring.credential);
  return { request, ...readBack(request, planned, wiring) };
}

/** Who calls whom, for the journal. */
export interface Caller {
  readonly consumer: string;
  readonly provider: string;
  readonly baseUrl: string;
  readonly signal: AbortSignal;
  readonly send: Send;
  readonly nowMs: () => number;
  readonly nextId: () => string;
}

/** What was sent and what came of it. */
export type Sent =
  | { readonly kind: 'exchange'; readonly exchange: Exchange; readonly reason: string | undefined }
  | { readonly kind: 'unsendable'; readonly reason: string };

/**
 * Makes the call and writes it down, as seen by the caller.
 *
 * @param request - as it goes over the wire
 * @param operation - the id of the operation it calls
 * @param caller - who calls, and how
 */
export async function sendRequest(request: HttpRequest, operation: string, caller: Caller): Promise<Sent> {
  const startedAtMs = caller.nowMs();
  const result = await caller.send(request, caller.baseUrl, caller.signal);
  if (result.kind === 'unsendable') return result;
  const exchange: Exchange = {
    id: caller.nextId(),
    side: 'egress',
    consumer: caller.consumer,
    provider: caller.provider,
    operation,
    connectionId: '',
    receivedFirstAtMs: startedAtMs,
    receivedLastAtMs: startedAtMs,
    ...answerOf(result, caller.nowMs()),
    request,
    fault: undefined,
    problems: [],
  };
  return { kind: 'exchange', exchange, reason: result.kind === 'failed' ? result.reason : undefined };
}

interface ExchangeAnswer extends Pick<Exchange, 'response' | 'respondedFirstAtMs' | 'respondedLastAtMs'> {
  readonly outcome: ExchangeOutcome;
}

function answerOf(result: Exclude<SendResult, { readonly kind: 'unsendable' }>, endedAtMs: number): ExchangeAnswer {
  if (result.kind === 'failed') {
    return { response: undefined, respondedFirstAtMs: undefined, respondedLastAtMs: endedAtMs, outcome: result.outcome };
  }
  const { response, truncatedBytes, respondedFirstAtMs, respondedLastAtMs } = result;
  const recorded = truncatedBytes === undefined ? response : { ...response, truncatedBytes };
  return { response: recorded, respondedFirstAtMs, respondedLastAtMs, outcome: 'answered' };
}

function readBack(request: HttpRequest, { operation }: PlannedRequest, { contract, basePath }: Wiring): Omit<WiredRequest, 'request'> {
  const cut = request.target.indexOf('?');
  const path = cut === -1 ? request.target : request.target.slice(0, cut);
  const route = routerFor(contract, basePath).route(operation.method, path, cut === -1 ? '' : request.target.slice(cut + 1));
  if (route.kind !== 'operation') return { problems: [], takenFor: 'no operation at all' };
  if (route.entry.id !== operation.id) return { problems: [], takenFor: route.entry.id };
  const { problems } = judgeRequest({ operation, contract, request, pathValues: route.pathValues });
  // Whether the credentials are good is for the provider to say.
  return { problems: problems.filter((problem) => problem.kind !== 'security'), takenFor: undefined };
}

function routerFor(contract: Contract, basePath: string): Router {
  const known = routers.get(contract);
  if (known?.basePath === basePath) return known.router;
  const router = createRouter(contract.operations, [basePath]);
  routers.set(contract, { basePath, router });
  return router;
}

/** Made once for a contract: it has all of its operations. */
const routers = new WeakMap<Contract, { readonly basePath: string; readonly router: Router }>();

/** The request with these headers, each instead of one of the same name. */
function withHeaders(request: HttpRequest, headers: Readonly<Record<string, string>>): HttpRequest {
  const given = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const kept = request.headers.filter((_, index) => !given.has((request.headers[index - (index % 2)] ?? '').toLowerCase()));
  return { ...request, headers: [...kept, ...Object.entries(headers).flat()] };
}
