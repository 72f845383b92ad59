import { isJsonObject } from '../base/json.js';
import type { Exchange, RecordedResponse } from '../journal/exchange.js';
import type { ProblemCode } from '../mock/problem.js';
import { headerValue } from '../wire/http-message.js';
import { jsonAt } from './json-at.js';

/**
 * Why the mock could not answer as the contract says, in its own words; `undefined` when it could. It is then the contract that is broken,
 * which lint tells, and there is no provider to blame.
 *
 * @param exchange - answered by our own mock
 */
export function contractDefectOf({ response }: Exchange): string | undefined {
  return response === undefined ? undefined : (refusalOf(response) ?? violationOf(response));
}

function refusalOf({ status, body }: RecordedResponse): string | undefined {
  if (status < 500) return undefined;
  const code = jsonAt(body, '/code');
  const detail = jsonAt(body, '/detail');
  return REFUSALS.some((known) => known === code) && typeof detail === 'string' ? detail : undefined;
}

/** A documented example that breaks its own schema is served all the same, and the mock says so in a header. */
function violationOf({ headers }: RecordedResponse): string | undefined {
  const violations = jsonAt(headerValue(headers, 'mortise-violations'), '');
  const own = Array.isArray(violations) ? violations.filter(isJsonObject).find((violation) => violation['on'] === 'response') : undefined;
  return own === undefined ? undefined : `the documented response breaks the contract: ${String(own['message'])}`;
}

const REFUSALS: readonly ProblemCode[] = [
  'SCHEMA_UNSATISFIABLE',
  'NO_RESPONSE_DEFINED',
  'OPERATION_UNUSABLE',
  'SERIALIZATION_ERROR',
  'NOT_ACCEPTABLE',
];
