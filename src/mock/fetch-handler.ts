import type { HttpRequest } from '../wire/http-message.js';
import { createCallCounter } from './call-counter.js';
import type { Mock } from './mock.js';

/**
 * The mock as a function from a web-standard `Request` to a `Response`: for service workers, unit tests and edge runtimes.
 *
 * @param mock - of one contract
 * @param options - `seed` is what varied values are drawn from, `basePath` is taken off the front of every path
 * @see https://fetch.spec.whatwg.org/#request-class
 */
export function createFetchHandler(
  mock: Mock,
  options: { readonly seed?: string; readonly basePath?: string } = {},
): (request: Request) => Promise<Response> {
  const context = { seed: options.seed ?? '0', callIndex: createCallCounter() };
  const basePath = options.basePath ?? '';
  return async (request) => {
    const { response } = mock.answer(await plainRequest(request, basePath), context);
    const headers = new Headers();
    for (let index = 0; index + 1 < response.headers.length; index += 2) {
      headers.append(response.headers[index] ?? '', response.headers[index + 1] ?? '');
    }
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
