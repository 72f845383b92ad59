import type { CheckFailure, ExchangeCheck, JudgedExchange } from '../exchange-check.js';
import { operationPlace } from '../exchange-check.js';
import { isUnexpectedServerError } from './not-a-server-error.js';

/**
 * A documented request is answered by the status whose documented response has the same name. A warning: the contract pairs examples by
 * name only by custom, and a provider with other data may rightly answer otherwise.
 *
 * @see OpenAPI 3.1.1 §4.8.19 (Example Object)
 */
export const exampleStatus: ExchangeCheck = { code: 'check/example-status', judge };

function judge(judged: JudgedExchange): readonly CheckFailure[] {
  const { operation, response, expectedStatus, problems } = judged;
  if (expectedStatus === undefined || response.status === expectedStatus) return [];
  // A status that is wrong in itself is told by its own check.
  if (isUnexpectedServerError(judged) || problems.some((problem) => problem.kind === 'status')) return [];
  return [
    {
      severity: 'warning',
      place: operationPlace(operation),
      location: ['status'],
      expected: `${expectedStatus}, as the response example of the same name`,
      seen: String(response.status),
    },
  ];
}
