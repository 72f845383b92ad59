import type { CheckFailure, ExchangeCheck, JudgedExchange } from '../exchange-check.js';
import { operationPlace } from '../exchange-check.js';
import { isUnexpectedServerError } from './not-a-server-error.js';

/**
 * The status is declared: by itself, by its class (`2XX`), or by `default`.
 *
 * @see OpenAPI 3.1.1 §4.8.16 (Responses Object)
 */
export const statusDeclared: ExchangeCheck = { code: 'check/status-declared', judge };

function judge(judged: JudgedExchange): readonly CheckFailure[] {
  const { operation, response, problems } = judged;
  // A server error is told once, as what it is.
  if (isUnexpectedServerError(judged) || !problems.some((problem) => problem.kind === 'status')) return [];
  const declared = operation.responses.map((known) => known.status).join(', ');
  return [
    {
      severity: 'error',
      place: operationPlace(operation),
      location: ['status'],
      expected: `a declared status: ${declared}`,
      seen: String(response.status),
    },
  ];
}
