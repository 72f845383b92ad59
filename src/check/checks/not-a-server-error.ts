import type { CheckFailure, ExchangeCheck, JudgedExchange } from '../exchange-check.js';
import { operationPlace } from '../exchange-check.js';

/**
 * A valid request is never answered by a status of 500 or above, unless the contract declares nothing else for the operation.
 *
 * @see RFC 9110 §15.6: the server "is aware that it has erred"
 */
export const notAServerError: ExchangeCheck = { code: 'check/not-a-server-error', judge };

/**
 * Whether the answer is a server error although the contract declares other answers.
 *
 * @param judged - an exchange that was answered
 */
export function isUnexpectedServerError({ operation, response }: JudgedExchange): boolean {
  return (
    response.status >= 500 && !(operation.responses.length > 0 && operation.responses.every((declared) => declared.status.startsWith('5')))
  );
}

function judge(judged: JudgedExchange): readonly CheckFailure[] {
  if (!isUnexpectedServerError(judged)) return [];
  return [
    {
      severity: 'error',
      place: operationPlace(judged.operation),
      location: ['status'],
      expected: 'a status below 500',
      seen: String(judged.response.status),
    },
  ];
}
