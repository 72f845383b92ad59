import type { RecordedRequest } from './exchange.js';
import { textFromUtf8 } from './recorded-body.js';

/**
 * One line for a POSIX shell that makes the request again.
 *
 * @param request - its secrets already replaced, so they have to be put back by hand; a body that is no text is told by its size only
 * @param baseUrl - scheme and authority, no trailing slash
 */
export function curlLine(request: RecordedRequest, baseUrl: string): string {
  const parts = ['curl', '-sS', '-i'];
  if (request.method === 'HEAD') parts.push('--head');
  else if (request.method !== 'GET') parts.push('-X', quoted(request.method));
  parts.push(quoted(`${baseUrl}${request.target}`));
  const { headers } = request;
  for (let index = 0; index + 1 < headers.length; index += 2) {
    if (!SET_BY_CURL.has((headers[index] ?? '').toLowerCase())) parts.push('-H', quoted(`${headers[index]}: ${headers[index + 1]}`));
  }
  const body = typeof request.body === 'object' ? textFromUtf8(request.body) : request.body;
  if (body !== undefined) parts.push('--data-raw', quoted(body));
  else if (request.body !== undefined) parts.push('--data-binary', quoted(`@${request.body.length}-bytes`));
  return parts.join(' ');
}

/** Single quotes take everything but themselves (POSIX.1-2017, Shell Command Language §2.2.2). */
function quoted(text: string): string {
  return BARE_WORD.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

const BARE_WORD = /^[A-Za-z0-9_./:=@%+,-]+$/;
const SET_BY_CURL: ReadonlySet<string> = new Set(['host', 'content-length', 'connection', 'transfer-encoding']);
