import type { HttpRequest } from '../../wire/http-message.js';

/**
 * The request with these headers, each instead of those of the same name.
 *
 * @param request - whole
 * @param headers - by name in any case; of two that differ in case only the later wins
 * @see RFC 9110 §5.1
 */
export function withHeaders(request: HttpRequest, headers: Readonly<Record<string, string>>): HttpRequest {
  const given = new Map<string, readonly [name: string, value: string]>();
  for (const [name, value] of Object.entries(headers)) given.set(name.toLowerCase(), [name, value]);
  if (given.size === 0) return request;
  const merged: string[] = [];
  for (let index = 0; index < request.headers.length; index += 2) {
    const name = request.headers[index] ?? '';
    if (!given.has(name.toLowerCase())) merged.push(name, request.headers[index + 1] ?? '');
  }
  for (const pair of given.values()) merged.push(...pair);
  return { ...request, headers: merged };
}
