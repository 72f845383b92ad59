import type { CheckFailure, ExchangeCheck, JudgedExchange } from '../exchange-check.js';
import { failuresOfKind } from '../exchange-check.js';

/**
 * The body of a response, read as its media type says, is valid under the schema that is declared for it.
 *
 * @see OpenAPI 3.1.1 §4.8.14 (Media Type Object, `schema`)
 */
export const bodyMatchesSchema: ExchangeCheck = {
  code: 'check/body-matches-schema',
  summary: 'the body of an answer is valid under the schema of its status and media type',
  severity: 'error',
  judge,
};

function judge(input: JudgedExchange): readonly CheckFailure[] {
  // What the journal keeps of a long body is not the body: then there is nothing to judge.
  return input.response.truncatedBytes === undefined ? failuresOfKind(input, 'body', 'a body as the schema says') : [];
}
