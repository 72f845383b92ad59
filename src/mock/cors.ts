import type { HeaderPairs, HttpRequest, HttpResponse } from '../wire/http-message.js';
import { headerValue } from '../wire/http-message.js';
import { serverHeader } from './server-header.js';

/**
 * What browsers are told. `reflect` names the calling origin and lets it send credentials: only for a server that nobody but this
 * machine reaches. `open` lets every origin call, without credentials. `off` says nothing.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export type CorsMode = 'reflect' | 'open' | 'off';

const PREFLIGHT_MAX_AGE_SECONDS = '600';

/**
 * Whether a request is a preflight.
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-request
 */
export function isPreflight(request: HttpRequest): boolean {
  return (
    request.method === 'OPTIONS' &&
    echoable(request.headers, 'origin') !== undefined &&
    echoable(request.headers, 'access-control-request-method') !== undefined
  );
}

/**
 * The answer to a preflight: whatever is asked for is allowed, since refusing is the business of the operation itself.
 *
 * @param request - for which `isPreflight` holds
 * @param mode - not `off`
 */
export function preflightResponse(request: HttpRequest, mode: CorsMode): HttpResponse {
  const asked = echoable(request.headers, 'access-control-request-headers');
  return {
    status: 204,
    headers: [
      ...originHeaders(echoable(request.headers, 'origin'), mode),
      'access-control-allow-methods',
      echoable(request.headers, 'access-control-request-method') ?? '*',
      ...(asked === undefined ? [] : ['access-control-allow-headers', asked]),
      'access-control-max-age',
      PREFLIGHT_MAX_AGE_SECONDS,
      ...serverHeader([]),
    ],
    body: undefined,
  };
}

/**
 * The response with what the calling page needs to be let at it.
 *
 * @param response - any
 * @param requestHeaders - without an `Origin` nothing is added
 */
export function withCors(response: HttpResponse, requestHeaders: HeaderPairs, mode: CorsMode): HttpResponse {
  if (mode === 'off') return response;
  const origin = echoable(requestHeaders, 'origin');
  if (origin === undefined) return response;
  const names = response.headers.filter((_, index) => index % 2 === 0);
  // With credentials `*` is taken literally, so the names are listed.
  const exposed = mode === 'open' ? '*' : [...new Set(names)].join(', ');
  const headers = [...response.headers, ...originHeaders(origin, mode), 'access-control-expose-headers', exposed];
  return { ...response, headers };
}

/** A header whose value may stand in an answer: printable ASCII, as every origin, method and header name is. */
function echoable(headers: HeaderPairs, name: string): string | undefined {
  const value = headerValue(headers, name);
  return value !== undefined && /^[\u0020-\u007e]+$/.test(value) ? value : undefined;
}

function originHeaders(origin: string | undefined, mode: CorsMode): readonly string[] {
  if (mode === 'open') return ['access-control-allow-origin', '*'];
  return ['access-control-allow-origin', origin ?? '*', 'access-control-allow-credentials', 'true', 'vary', 'origin'];
}
