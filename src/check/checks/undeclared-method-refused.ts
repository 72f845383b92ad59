import { headerValue } from '../../wire/http-message.js';
import type { CheckFailure, ExchangeCheck, JudgedExchange } from '../exchange-check.js';
import { HOLDS, operationPlace, statusFailure } from '../exchange-check.js';

/**
 * A method that the path does not declare is refused, and a 405 says in `Allow` what there is.
 *
 * | answer | severity |
 * | --- | --- |
 * | 2xx | error |
 * | 405 without `Allow` | warning: the standard has a MUST for it, and few callers look |
 * | other 4xx, 3xx, 501 | none: credentials, the id or the route were looked at first |
 * | 5xx | none: `not-a-server-error` tells it |
 *
 * `HEAD` and `OPTIONS` are answered by most servers of themselves and say nothing about the program.
 *
 * @see RFC 9110 §15.5.6: "The origin server MUST generate an Allow header field in a 405 response"
 */
export const undeclaredMethodRefused: ExchangeCheck = {
  code: 'check/undeclared-method-refused',
  summary: 'a method that is not declared for a path is refused, by 405 with Allow',
  severity: 'error',
  judge,
};

function judge(judged: JudgedExchange): readonly CheckFailure[] {
  const { operation, exchange, response, testCase } = judged;
  const { method } = exchange.request;
  if (testCase.intent.kind !== 'undeclared-method' || method === 'HEAD' || method === 'OPTIONS') return HOLDS;
  if (response.status >= 200 && response.status < 300) return statusFailure(judged, `405: the path declares no ${method}`);
  if (response.status !== 405 || headerValue(response.headers, 'allow') !== undefined) return HOLDS;
  const place = operationPlace(operation);
  return [{ severity: 'warning', place, location: ['header', 'allow'], expected: 'Allow beside 405', seen: 'no Allow' }];
}
