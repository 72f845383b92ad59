import type { HeaderPairs } from '../../wire/http-message.js';
import { parserError } from './fetch-errors.js';

/** The head of a response, or why it is none. */
export type ParsedHead =
  | { readonly kind: 'head'; readonly status: number; readonly headers: HeaderPairs }
  | { readonly kind: 'failure'; readonly error: Error };

/**
 * Reads status line and headers.
 *
 * @param text - up to and with the empty line, one character a byte
 * @see RFC 9112 §4, §5
 */
export function parseHead(text: string): ParsedHead {
  const [statusLine = '', ...lines] = text.split('\r\n').slice(0, -2);
  const status = /^HTTP\/1\.[01] (\d{3})(?: .*)?$/.exec(statusLine)?.[1];
  if (status === undefined) return { kind: 'failure', error: parserError('HPE_INVALID_STATUS', 'Invalid status code') };
  const headers: string[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    if (colon < 1 || !TOKEN.test(name)) {
      return { kind: 'failure', error: parserError('HPE_INVALID_HEADER_TOKEN', 'Invalid header token') };
    }
    headers.push(name, line.slice(colon + 1).trim());
  }
  return { kind: 'head', status: Number(status), headers };
}

/** RFC 9110 §5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/;
