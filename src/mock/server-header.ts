import type { HeaderPairs } from '../wire/http-message.js';
import { headerValue } from '../wire/http-message.js';

/** What our mock calls itself, so that a tester knows it from a real provider. */
export const SERVER_NAME = 'mortise-mock';

/**
 * The header that says who answers; nothing where the contract has the response say so itself.
 *
 * @param headers - that the response has already
 * @see RFC 9110 §10.2.4 (Server)
 */
export function serverHeader(headers: HeaderPairs): HeaderPairs {
  return headerValue(headers, 'server') === undefined ? SERVER_HEADER : NO_HEADERS;
}

const SERVER_HEADER: HeaderPairs = ['server', SERVER_NAME];
const NO_HEADERS: HeaderPairs = [];
