import type { CheckFailure, ExchangeCheck, JudgedExchange } from '../exchange-check.js';
import { HOLDS, statusFailure } from '../exchange-check.js';
import { isUnexpectedServerError } from './not-a-server-error.js';

/**
 * A documented request is answered by the status whose documented response has the same name. A warning: the contract pairs examples by
 * name only by custom, and a provider with other data may rightly answer otherwise. Of a provider that was up before, whose data others
 * and earlier runs have changed, it is only information. A mock cannot know that `notFound` is meant to find
 * nothing: it answers what it would answer anybody.
 *
 * @see OpenAPI 3.1.1 §4.8.19 (Example Object)
 */
export const exampleStatus: ExchangeCheck = {
  code: 'check/example-status',
  summary: 'a documented request is answered by the status whose example has the same name',
  severity: 'warning',
  judge,
};

function judge(judged: JudgedExchange): readonly CheckFailure[] {
  const { response, problems, isMock, isFresh, testCase } = judged;
  const { expectedStatus } = testCase;
  if (expectedStatus === undefined || isMock || response.status === expectedStatus) return HOLDS;
  // A status that is wrong in itself is told by its own check.
  if (isUnexpectedServerError(judged) || problems.some((problem) => problem.kind === 'status')) return HOLDS;
  return statusFailure(judged, `${expectedStatus}, as the response example of the same name`, isFresh ? 'warning' : 'info');
}
