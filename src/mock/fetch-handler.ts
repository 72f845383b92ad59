import type { Clock } from '../base/clock.js';
import type { Exchange } from '../journal/exchange.js';
import type { Journal } from '../journal/memory-journal.js';
import { type HttpRequest, type HttpResponse, isStreamed } from '../wire/http-message.js';
import type { Answer } from './answer.js';
import { type FetchFaults, faultedFetch, headersFrom } from './faulted-fetch.js';
import { createLivingMock, type MockLife } from './living/living-mock.js';
import type { Mock } from './mock.js';
import { createOperationFinder } from './operation-finder.js';
import { streamResponse } from './stream/stream-response.js';

/** How a mock answers web-standard requests. */
export interface FetchHandlerOptions {
  /** What varied values are drawn from. Default `0`. */
  readonly seed?: string | undefined;
  /** Taken off the front of every path. */
  readonly basePath?: string | undefined;
  /** Stand between the caller and the mock. */
  readonly faults?: FetchFaults | undefined;
  /** What streams and delays go by; without one they go out at once. */
  readonly clock?: Clock | undefined;
  /** What goes on around the mock: scopes, orders of tests, state, tokens. */
  readonly life?: MockLife | undefined;
  /** Told of each call once it is answered. */
  readonly record?: CallRecord | undefined;
}

/** Where calls are written down. */
export interface CallRecord {
  /** The name of the system. */
  readonly provider: string;
  readonly journal: Journal;
}

/**
 * The mock as a function from a web-standard `Request` to a `Response`: for service workers, unit tests and edge runtimes.
 *
 * @param mock - of one contract
 * @param options - the seed, and what stands around the mock
 * @see https://fetch.spec.whatwg.org/#request-class
 */
export function createFetchHandler(mock: Mock, options: FetchHandlerOptions = {}): (request: Request) => Promise<Response> {
  const { faults, clock, life, record, basePath = '', seed = '0' } = options;
  let callCount = 0;
  const living = createLivingMock({ mock, seed, nowMs: clock?.nowMs, life });
  const operationOf = createOperationFinder(faults === undefined ? undefined : mock.contract);
  const answerTo = async (request: HttpRequest, signal: AbortSignal): Promise<Answer> => {
    const receivedAtMs = clock?.nowMs() ?? 0;
    const scoped = living.scoped(request);
    const answer = await living.answer(scoped);
    callCount += 1;
    if (answer.delayMs !== undefined && answer.delayMs > 0) await clock?.sleep(answer.delayMs, signal);
    const { scope } = scoped;
    record?.journal.append(
      exchangeFrom(answer, {
        id: String(callCount),
        provider: record.provider,
        request: scoped.request,
        scope,
        receivedAtMs,
        respondedAtMs: clock?.nowMs() ?? 0,
      }),
    );
    return answer;
  };
  return async (incoming) => {
    const request = await plainRequest(incoming, basePath);
    const { signal } = incoming;
    if (faults !== undefined && !faults.injector.isIdle) {
      const answer = async (): Promise<HttpResponse> => (await answerTo(request, signal)).response;
      return faultedFetch({ request, signal, faults, operationOf, answer });
    }
    const { response } = await answerTo(request, signal);
    if (isStreamed(response) && clock !== undefined) return streamResponse(response, { clock, signal });
    const headers = headersFrom(response.headers);
    const bodiless = response.status === 204 || response.status === 304;
    return new Response(bodiless || response.body === undefined ? null : bodyOf(response.body), { status: response.status, headers });
  };
}

interface AnsweredCall {
  readonly id: string;
  readonly provider: string;
  readonly request: HttpRequest;
  readonly scope: string;
  readonly receivedAtMs: number;
  readonly respondedAtMs: number;
}

/** No connection carried it: both ends are in this process. */
function exchangeFrom({ response, operation, problems, reason }: Answer, call: AnsweredCall): Exchange {
  const { id, provider, request, scope, receivedAtMs, respondedAtMs } = call;
  return {
    id,
    side: 'egress',
    consumer: undefined,
    provider,
    operation,
    connectionId: '',
    receivedFirstAtMs: receivedAtMs,
    receivedLastAtMs: receivedAtMs,
    respondedFirstAtMs: respondedAtMs,
    respondedLastAtMs: respondedAtMs,
    request,
    response,
    fault: undefined,
    effect: undefined,
    problems,
    outcome: 'answered',
    scope,
    reason,
  };
}

async function plainRequest(request: Request, basePath: string): Promise<HttpRequest> {
  const url = new URL(request.url);
  const path = url.pathname.startsWith(basePath) ? url.pathname.slice(basePath.length) : url.pathname;
  const headers: string[] = [];
  request.headers.forEach((value, name) => {
    headers.push(name, value);
  });
  const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
  return { method: request.method, target: `${path === '' ? '/' : path}${url.search}`, headers, body };
}

/** The bytes in a buffer of their own: what a `Response` takes in every runtime. */
function bodyOf(body: Uint8Array | string): string | ArrayBuffer {
  if (typeof body === 'string') return body;
  const copy = new ArrayBuffer(body.byteLength);
  new Uint8Array(copy).set(body);
  return copy;
}
