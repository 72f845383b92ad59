import type { HttpRequest } from '../../wire/http-message.js';

/** A request and where it goes. */
export interface RedirectedRequest {
  readonly url: URL;
  readonly request: HttpRequest;
}

/**
 * The request that follows a redirect.
 *
 * @param from - the one that was redirected
 * @param status - 301, 302, 303, 307 or 308
 * @param location - of the answer, absolute or relative
 * @see https://fetch.spec.whatwg.org/#http-redirect-fetch
 */
export function redirectedRequest({ url: base, request }: RedirectedRequest, status: number, location: string): RedirectedRequest {
  const url = new URL(location, base);
  const isPost = request.method === 'POST';
  const becomesGet =
    (status === 303 && request.method !== 'GET' && request.method !== 'HEAD') || (isPost && (status === 301 || status === 302));
  const isElsewhere = url.host !== base.host;
  const headers: string[] = [];
  for (let index = 0; index + 1 < request.headers.length; index += 2) {
    const name = request.headers[index] ?? '';
    const lowerName = name.toLowerCase();
    if (becomesGet && OF_BODY.has(lowerName)) continue;
    if (isElsewhere && OF_HOST.has(lowerName)) continue;
    headers.push(name, lowerName === 'host' ? url.host : (request.headers[index + 1] ?? ''));
  }
  return {
    url,
    request: {
      method: becomesGet ? 'GET' : request.method,
      target: `${url.pathname}${url.search}`,
      headers,
      body: becomesGet ? undefined : request.body,
    },
  };
}

const OF_BODY: ReadonlySet<string> = new Set([
  'content-type',
  'content-length',
  'content-encoding',
  'content-language',
  'content-location',
]);
/** Secrets stay with the host they were meant for. */
const OF_HOST: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie']);
