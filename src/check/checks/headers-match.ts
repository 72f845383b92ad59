import type { CheckFailure, ExchangeCheck, JudgedExchange } from '../exchange-check.js';
import { failuresOfKind } from '../exchange-check.js';

/**
 * Every header that is declared as required is there, and every declared one that is there is valid under its schema.
 *
 * @see OpenAPI 3.1.1 §4.8.21 (Header Object)
 */
export const headersMatch: ExchangeCheck = {
  code: 'check/headers-match',
  summary: 'required headers are there, and declared ones are valid under their schemas',
  severity: 'error',
  judge,
};

function judge(input: JudgedExchange): readonly CheckFailure[] {
  return failuresOfKind(input, 'header', 'headers as declared');
}
