import { responseForStatus } from '../../wire/select-response.js';
import type { CheckFailure, ExchangeCheck, JudgedExchange } from '../exchange-check.js';
import { HOLDS, statusFailure } from '../exchange-check.js';

/**
 * No request is answered by a server error, be it valid or not: refusing is said by 4xx.
 *
 * | status | severity |
 * | --- | --- |
 * | 501 | none: the server has not failed, it lacks something. On a valid request `valid-data-accepted` tells it |
 * | 505 on an undeclared method | none |
 * | 502, 503, 504 where the operation declares that very status | warning: a documented way to be down |
 * | any, where the operation declares nothing but server errors | none |
 * | any other from 500 on, declared or not | error |
 *
 * @see RFC 9110 §15.6: the server "is aware that it has erred"
 */
export const notAServerError: ExchangeCheck = {
  code: 'check/not-a-server-error',
  summary: 'no request is answered by a server error, be it valid or not',
  severity: 'error',
  judge,
};

/**
 * Whether the answer is a server error although the contract declares other answers.
 *
 * @param judged - an exchange that was answered
 */
export function isUnexpectedServerError({ operation, response, testCase }: JudgedExchange): boolean {
  const { status } = response;
  if (status < 500 || status === 501 || (status === 505 && testCase.intent.kind === 'undeclared-method')) return false;
  return !(operation.responses.length > 0 && operation.responses.every((declared) => declared.status.startsWith('5')));
}

function judge(judged: JudgedExchange): readonly CheckFailure[] {
  if (!isUnexpectedServerError(judged)) return HOLDS;
  const { operation, response } = judged;
  const isDocumented = DOWN.has(response.status) && responseForStatus(operation, response.status)?.status === String(response.status);
  return statusFailure(judged, 'a status below 500', isDocumented ? 'warning' : 'error');
}

/** @see RFC 9110 §15.6.3 to §15.6.5 */
const DOWN: ReadonlySet<number> = new Set([502, 503, 504]);
