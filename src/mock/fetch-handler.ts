import type { Clock } from '../base/clock.js';
import { type HttpRequest, type HttpResponse, isStreamed } from '../wire/http-message.js';
import { createCallCounter } from './call-counter.js';
import { type FetchFaults, faultedFetch, headersFrom } from './faulted-fetch.js';
import type { Mock } from './mock.js';
import { createOperationFinder } from './operation-finder.js';
import { streamResponse } from './stream/stream-response.js';

/**
 * The mock as a function from a web-standard `Request` to a `Response`: for service workers, unit tests and edge runtimes.
 *
 * @param mock - of one contract
 * @param options - `seed` is what varied values are drawn from, `basePath` is taken off the front of every path, `faults` stand between the caller
 *   and the mock, `clock` is what streams go by: without one they go out at once
 * @see https://fetch.spec.whatwg.org/#request-class
 */
export function createFetchHandler(
  mock: Mock,
  options: { readonly seed?: string; readonly basePath?: string; readonly faults?: FetchFaults; readonly clock?: Clock } = {},
): (request: Request) => Promise<Response> {
  const context = { seed: options.seed ?? '0', callIndex: createCallCounter() };
  const basePath = options.basePath ?? '';
  const { faults } = options;
  const operationOf = createOperationFinder(faults === undefined ? undefined : mock.contract);
  return async (incoming) => {
    const request = await plainRequest(incoming, basePath);
    if (faults !== undefined && !faults.injector.isIdle) {
      const answer = (): HttpResponse => mock.answer(request, context).response;
      return faultedFetch({ request, signal: incoming.signal, faults, operationOf, answer });
    }
    const { response } = mock.answer(request, context);
    const headers = headersFrom(response.headers);
    if (isStreamed(response) && options.clock !== undefined)
      return streamResponse(response, { clock: options.clock, signal: incoming.signal });
    const bodiless = response.status === 204 || response.status === 304;
    return new Response(bodiless || response.body === undefined ? null : bodyOf(response.body), { status: response.status, headers });
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
