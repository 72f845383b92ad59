import type { RecordedResponse } from '../journal/exchange.js';
import { SERVER_NAME } from '../mock/server-header.js';
import { headerValue } from '../wire/http-message.js';

/**
 * Whether our own mock answered, wherever it runs: it keeps no state and takes any credential of the right form, so a tester must not
 * wonder that what it creates is not there.
 *
 * @param response - of any provider
 * @see RFC 9110 §10.2.4 (Server)
 */
export function isMockAnswer(response: RecordedResponse): boolean {
  return headerValue(response.headers, 'server') === SERVER_NAME;
}
