import type { ServerResponse } from 'node:http';
import type { HttpResponse } from '../wire/http-message.js';

/** The headers with the length, worked out once for a response that is given again and again. */
const wireHeaders = new WeakMap<HttpResponse, string[]>();

/**
 * Answers with the whole of a response, and with the length of its body.
 *
 * @param outgoing - nothing was said on it yet
 */
export function writeResponse(outgoing: ServerResponse, response: HttpResponse): void {
  let headers = wireHeaders.get(response);
  if (headers === undefined) {
    headers = [...response.headers, ...lengthHeader(response)];
    wireHeaders.set(response, headers);
  }
  outgoing.writeHead(response.status, headers);
  outgoing.end(response.body);
}

function lengthHeader(response: HttpResponse): readonly string[] {
  if (response.body !== undefined) return ['content-length', String(Buffer.byteLength(response.body))];
  const bodiless = response.status < 200 || response.status === 204 || response.status === 304;
  return bodiless || response.headers.includes('content-length') ? [] : ['content-length', '0'];
}
