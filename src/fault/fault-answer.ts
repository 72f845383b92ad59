import type { HeaderPairs, HttpResponse } from '../wire/http-message.js';

/**
 * What a fault answers when nothing else is said: a problem document that names the status.
 *
 * @param status - of the answer
 * @param headers - beside its type
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function faultAnswer(status: number, headers: HeaderPairs = []): HttpResponse {
  if (status === 204 || status === 304) return { status, headers, body: undefined };
  const title = TITLES.get(status) ?? (status < 400 ? 'Answered by a planned fault' : status < 500 ? 'Client Error' : 'Server Error');
  return { status, headers: ['content-type', 'application/problem+json', ...headers], body: JSON.stringify({ title, status }) };
}

const TITLES: ReadonlyMap<number, string> = new Map([
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [404, 'Not Found'],
  [408, 'Request Timeout'],
  [409, 'Conflict'],
  [422, 'Unprocessable Content'],
  [425, 'Too Early'],
  [429, 'Too Many Requests'],
  [500, 'Internal Server Error'],
  [501, 'Not Implemented'],
  [502, 'Bad Gateway'],
  [503, 'Service Unavailable'],
  [504, 'Gateway Timeout'],
]);
