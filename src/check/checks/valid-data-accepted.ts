import type { Severity } from '../../finding/severity.js';
import { responseForStatus } from '../../wire/select-response.js';
import type { CheckFailure, ExchangeCheck, JudgedExchange } from '../exchange-check.js';
import { HOLDS, statusFailure } from '../exchange-check.js';

/**
 * A request that keeps the contract is not refused for what it is.
 *
 * | status | severity |
 * | --- | --- |
 * | 405, 406, 411, 415, 501 | error: the operation, its media types and lengths are declared. Where the operation declares that very status, as the next line |
 * | 400, 413, 414, 422, 431 | warning, once another valid request of the operation was accepted: a rule that the schema does not say. Before that the setting may be to blame |
 * | 401, 403, 404, 409, 410, 412, 423, 424, 428, 429 and all others | none: the state, the caller or the pace, not the data |
 *
 * A documented request whose own example says that it is refused is not looked at.
 *
 * @see OpenAPI 3.1.1 §4.8.10 (Operation Object)
 * @see RFC 9110 §15.5
 */
export const validDataAccepted: ExchangeCheck = {
  code: 'check/valid-data-accepted',
  summary: 'a request that keeps the contract is not refused for its data',
  severity: 'warning',
  judge,
};

function judge(judged: JudgedExchange): readonly CheckFailure[] {
  const { testCase } = judged;
  if (testCase.intent.kind !== 'valid') return HOLDS;
  // An example with an answer of its own is the matter of `example-status`.
  if (testCase.expectedStatus !== undefined && !judged.isMock) return HOLDS;
  const severity = severityOf(judged);
  return severity === undefined ? HOLDS : statusFailure(judged, 'to be accepted, as the request keeps the contract', severity);
}

function severityOf({ operation, response, hasAccepted }: JudgedExchange): Severity | undefined {
  const { status } = response;
  const isDeclared = responseForStatus(operation, status)?.status === String(status);
  if (NOT_OFFERED.has(status) && !isDeclared) return 'error';
  return hasAccepted && (DATA_REFUSED.has(status) || NOT_OFFERED.has(status)) ? 'warning' : undefined;
}

const NOT_OFFERED: ReadonlySet<number> = new Set([405, 406, 411, 415, 501]);
const DATA_REFUSED: ReadonlySet<number> = new Set([400, 413, 414, 422, 431]);
