import type { HttpResponse } from '../wire/http-message.js';
import { serverHeader } from './server-header.js';

/** Every problem a mock can answer of itself; the names that scripts written for Prism already look for are kept. */
export type ProblemCode =
  | 'NO_PATH_MATCHED_ERROR'
  | 'NO_METHOD_MATCHED_ERROR'
  | 'NO_SYSTEM_MATCHED_ERROR'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'INVALID_CONTENT_TYPE'
  | 'UNPROCESSABLE_ENTITY'
  | 'NOT_ACCEPTABLE'
  | 'NOT_FOUND'
  | 'NOT_RECORDED'
  | 'ITEM_NOT_FOUND'
  | 'ITEM_EXISTS'
  | 'PATCH_REFUSED'
  | 'STATE_FULL'
  | 'NO_RESPONSE_DEFINED'
  | 'SERIALIZATION_ERROR'
  | 'SCHEMA_UNSATISFIABLE'
  | 'OPERATION_UNUSABLE'
  | 'VIOLATIONS'
  | 'PAYLOAD_TOO_LARGE'
  | 'BAD_REQUEST'
  | 'SCOPE_INVALID'
  | 'INTERNAL'
  | 'JOURNAL_WRITE_FAILED'
  | 'CONTROL_NOT_FOUND'
  | 'CONTROL_REFUSED'
  | 'CONTROL_INVALID';

/** One thing that was wrong with a request or an answer, as it stands in a problem's `validation`. */
export interface ValidationItem {
  readonly location: readonly string[];
  readonly severity: 'Error' | 'Warning';
  readonly code: string;
  readonly message: string;
}

export interface Problem {
  readonly code: ProblemCode;
  readonly status: number;
  /** What happened, with the values at hand, and what to do next. */
  readonly detail: string;
  readonly validation?: readonly ValidationItem[];
  readonly headers?: readonly string[];
  readonly extra?: Readonly<Record<string, unknown>>;
}

const TITLES: Readonly<Record<ProblemCode, string>> = {
  NO_PATH_MATCHED_ERROR: 'No path of the contract matches',
  NO_METHOD_MATCHED_ERROR: 'The path has no such method',
  NO_SYSTEM_MATCHED_ERROR: 'No system of that name',
  UNAUTHORIZED: 'The security requirements are not met',
  FORBIDDEN: 'The token does not allow this',
  INVALID_CONTENT_TYPE: 'The media type of the request body is not declared',
  UNPROCESSABLE_ENTITY: 'The request does not match the contract',
  NOT_ACCEPTABLE: 'No declared media type is acceptable',
  NOT_FOUND: 'The contract does not declare what was preferred',
  ITEM_NOT_FOUND: 'There is no such thing',
  ITEM_EXISTS: 'There is such a thing already',
  PATCH_REFUSED: 'The patch does not fit what is there',
  STATE_FULL: 'No more is remembered',
  NOT_RECORDED: 'The recording has no answer to this',
  NO_RESPONSE_DEFINED: 'The operation declares no response',
  SERIALIZATION_ERROR: 'The value cannot be written in the media type',
  SCHEMA_UNSATISFIABLE: 'No value satisfies the schema of the response',
  OPERATION_UNUSABLE: 'The operation cannot be used as the contract describes it',
  VIOLATIONS: 'The answer of the mock violates the contract',
  PAYLOAD_TOO_LARGE: 'The request body is too large',
  SCOPE_INVALID: 'The name of the scope is none',
  BAD_REQUEST: 'The request cannot be read',
  INTERNAL: 'The mock failed',
  JOURNAL_WRITE_FAILED: 'The journal file cannot be written',
  CONTROL_NOT_FOUND: 'The control API has nothing there',
  CONTROL_REFUSED: 'The control API does not answer this caller',
  CONTROL_INVALID: 'The control API cannot do what is asked',
};

/**
 * The problem as a response. Its `type` is a stable name, not an address anybody has to fetch.
 *
 * @see RFC 9457 §3
 */
export function responseFromProblem(problem: Problem): HttpResponse {
  const body = {
    type: `urn:mortise:problem:${problem.code}`,
    title: TITLES[problem.code],
    status: problem.status,
    detail: problem.detail,
    code: problem.code,
    ...(problem.validation === undefined ? {} : { validation: problem.validation }),
    ...problem.extra,
  };
  return {
    status: problem.status,
    headers: ['content-type', 'application/problem+json', ...serverHeader([]), ...(problem.headers ?? [])],
    body: JSON.stringify(body),
  };
}
