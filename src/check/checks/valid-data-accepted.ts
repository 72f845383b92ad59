import type { JsonValue } from '../../base/json.js';
import type { Severity } from '../../finding/severity.js';
import { responseForStatus } from '../../wire/select-response.js';
import type { CheckFailure, ExchangeCheck, JudgedExchange } from '../exchange-check.js';
import { HOLDS, statusFailure } from '../exchange-check.js';
import type { TestCase } from '../test-case.js';
import { namesAnother } from './names-another.js';

/**
 * A request that keeps the contract is not refused for what it is.
 *
 * | status | severity |
 * | --- | --- |
 * | 405, 406, 411, 415, 501 | error: the operation, its media types and lengths are declared. Where the operation declares that very status, as the next line |
 * | 400, 413, 414, 422, 431 | warning, once another valid request of the operation was accepted: a rule that the schema does not say. Before that the setting may be to blame |
 * | 401, 403, 404, 409, 410, 412, 423, 424, 428, 429 and all others | none: the state, the caller or the pace, not the data |
 *
 * Three things that contracts leave unsaid more often than not are an `info`: that a body is needed, for `required` is false unless it is written; that
 * numbers have no more than 32 bits; that the body names the same thing as the path.
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

function severityOf(judged: JudgedExchange): Severity | undefined {
  const { operation, response, hasAccepted, testCase } = judged;
  const { status } = response;
  if (lacksBody(testCase) && (DATA_REFUSED.has(status) || FOR_LACK_OF_BODY.has(status))) return 'info';
  const isDeclared = responseForStatus(operation, status)?.status === String(status);
  if (NOT_OFFERED.has(status) && !isDeclared) return 'error';
  if (!hasAccepted || !(DATA_REFUSED.has(status) || NOT_OFFERED.has(status))) return undefined;
  return DATA_REFUSED.has(status) && (hasHugeNumber(testCase) || namesAnother(judged)) ? 'info' : 'warning';
}

function lacksBody({ operation, body }: TestCase): boolean {
  return operation.requestBody !== undefined && body === undefined;
}

function hasHugeNumber({ parameters, body }: TestCase): boolean {
  return [...parameters.values(), body?.value ?? null].some((value) => isHuge(value, 0));
}

function isHuge(value: JsonValue, depth: number): boolean {
  if (typeof value === 'number') return Math.abs(value) > GREATEST_INT32;
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return false;
  return Object.values(value).some((inner) => isHuge(inner ?? null, depth + 1));
}

const NOT_OFFERED: ReadonlySet<number> = new Set([405, 406, 411, 415, 501]);
/** Said of a request without a length, or without a content type. */
const FOR_LACK_OF_BODY: ReadonlySet<number> = new Set([411, 415]);
const DATA_REFUSED: ReadonlySet<number> = new Set([400, 413, 414, 422, 431]);
const GREATEST_INT32 = 2_147_483_647;
const MAX_DEPTH = 20;
