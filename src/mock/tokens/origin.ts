import type { HttpRequest } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';

/**
 * Where a caller reached the mock, by its own words: what the issuer then names its addresses by.
 *
 * @param request - its `Host`, and what a proxy before the mock says of the scheme and the path
 * @param isSecure - whether callers speak TLS to the mock
 * @returns without a trailing slash
 */
export function originOf({ headers }: Pick<HttpRequest, 'headers'>, isSecure: boolean): string {
  // HTTP/2 says it so (RFC 9113 §8.3.1).
  const host = headerValue(headers, 'host') ?? headerValue(headers, ':authority') ?? '';
  const scheme = isSecure || headerValue(headers, 'x-forwarded-proto') === 'https' ? 'https' : 'http';
  const prefix = headerValue(headers, 'x-forwarded-prefix') ?? '';
  return `${scheme}://${HOST.test(host) ? host.toLowerCase() : 'localhost'}${PREFIX.test(prefix) ? prefix : ''}`;
}

const PREFIX = /^(?:\/[A-Za-z0-9_.~%-]{1,200}){1,4}$/;
const HOST = /^(?:[A-Za-z0-9_.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;
