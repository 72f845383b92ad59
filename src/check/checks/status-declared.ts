import type { Severity } from '../../finding/severity.js';
import type { CheckFailure, ExchangeCheck, JudgedExchange } from '../exchange-check.js';
import { HOLDS, statusFailure } from '../exchange-check.js';
import { isUnexpectedServerError } from './not-a-server-error.js';

/**
 * The status is declared: by itself, by its class (`2XX`), or by `default`. What an undeclared one weighs depends on who is to blame:
 *
 * | undeclared status | on a valid request | on one that is wrong on purpose |
 * | --- | --- | --- |
 * | 2xx | error | none: `invalid-data-refused` and `authentication-required` tell it |
 * | 1xx, 3xx | warning: redirects are often a proxy's | none |
 * | 400, 413, 414, 422, 431 | warning, unless another valid request was accepted: then `valid-data-accepted` tells it | none: it had to be refused |
 * | 401 | error where the operation asks for no credentials, else none: the pair may lack them | none |
 * | 403, 407, 451 | warning where the operation asks for no credentials, else none | none |
 * | 404, 410 | none where the path has parameters or another valid request was accepted: made ids do not exist; else error | none |
 * | 405, 406, 411, 415 | none: `valid-data-accepted` tells it | none |
 * | 409, 412, 423, 424, 428 | info: the state refused, which a single request cannot know | none |
 * | 408, 421, 425, 429 | none: said by what stands before the program | none |
 * | other 4xx | warning | none |
 * | 5xx | none: `not-a-server-error` tells it | none |
 *
 * @see OpenAPI 3.1.1 §4.8.16 (Responses Object): "not necessarily expected to cover all possible HTTP response codes"
 */
export const statusDeclared: ExchangeCheck = {
  code: 'check/status-declared',
  summary: 'the status of an answer to a valid request is declared',
  severity: 'error',
  judge,
};

function judge(judged: JudgedExchange): readonly CheckFailure[] {
  const { operation, problems, testCase } = judged;
  if (testCase.intent.kind !== 'valid' || !problems.some((problem) => problem.kind === 'status')) return HOLDS;
  // A server error is told once, as what it is.
  if (isUnexpectedServerError(judged)) return HOLDS;
  const severity = severityOf(judged);
  if (severity === undefined) return HOLDS;
  return statusFailure(judged, `a declared status: ${operation.responses.map((known) => known.status).join(', ')}`, severity);
}

function severityOf({ operation, response, hasAccepted }: JudgedExchange): Severity | undefined {
  const { status } = response;
  if (status >= 200 && status < 300) return 'error';
  if (status < 400) return 'warning';
  if (status >= 500 || NOT_OF_THE_PROGRAM.has(status) || TOLD_AS_REFUSED.has(status)) return undefined;
  if (DATA_REFUSED.has(status)) return hasAccepted ? undefined : 'warning';
  if (NOT_LET_IN.has(status)) return asksForCredentials(operation.security) ? undefined : status === 401 ? 'error' : 'warning';
  if (NOT_THERE.has(status)) return hasAccepted || operation.path.includes('{') ? undefined : 'error';
  return STATE_REFUSED.has(status) ? 'info' : 'warning';
}

function asksForCredentials(security: JudgedExchange['operation']['security']): boolean {
  return security.some((requirement) => requirement.size > 0);
}

const DATA_REFUSED: ReadonlySet<number> = new Set([400, 413, 414, 422, 431]);
const NOT_LET_IN: ReadonlySet<number> = new Set([401, 403, 407, 451]);
const NOT_THERE: ReadonlySet<number> = new Set([404, 410]);
const TOLD_AS_REFUSED: ReadonlySet<number> = new Set([405, 406, 411, 415]);
const STATE_REFUSED: ReadonlySet<number> = new Set([409, 412, 423, 424, 428]);
const NOT_OF_THE_PROGRAM: ReadonlySet<number> = new Set([408, 421, 425, 429]);
