import type { JsonValue } from '../base/json.js';
import type { Operation, Parameter } from '../contract/contract.js';
import { contentEncoding } from './content-encoding.js';
import type { HttpRequest } from './http-message.js';
import { headerValue } from './http-message.js';
import type { BodyProblem } from './body-problem.js';
import type { BodyJudge } from './judge-body.js';
import { compileBodyJudge } from './judge-body.js';
import type { RequestProblem } from './request-problem.js';

/** What the body of a request held, and what is wrong with it. */
export interface RequestBodyJudgement {
  /** As `RequestJudgement` has it. */
  readonly body: JsonValue | Uint8Array | undefined;
  readonly problems: readonly RequestProblem[];
}

/** Judges the bodies of the requests to one operation. */
export type RequestBodyJudge = (request: HttpRequest) => RequestBodyJudgement;

/**
 * The judge of an operation's request body. Without a declared body, or without bytes where none is required, everything passes.
 *
 * @param operation - with or without a `requestBody`
 * @see OpenAPI 3.1.1 §4.8.13 (Request Body Object)
 */
export function compileRequestBodyJudge(operation: Operation): RequestBodyJudge {
  const declared = operation.requestBody;
  if (declared === undefined) return (request) => ({ body: request.body, problems: NO_PROBLEMS });
  const speaksOfEncoding = operation.parameters.some(isContentEncoding);
  let judge: BodyJudge | undefined;
  return (request) => {
    const contentType = headerValue(request.headers, 'content-type');
    const body = request.body === undefined || request.body.length === 0 ? emptyForm(contentType) : request.body;
    if (body === undefined) return declared.required ? MISSING : NO_BODY;
    const encoding = contentEncoding(request.headers);
    if (encoding !== undefined) return speaksOfEncoding ? { body, problems: NO_PROBLEMS } : encoded(encoding);
    judge ??= compileBodyJudge(declared.content, 'request');
    const judgement = judge(body, contentType);
    return { body: judgement.value, problems: judgement.problems.length === 0 ? NO_PROBLEMS : judgement.problems.map(requestProblem) };
  };
}

/** Where the contract itself takes packed bodies (object stores do) they are let through unseen. */
function isContentEncoding(parameter: Parameter): boolean {
  return parameter.in === 'header' && parameter.name.toLowerCase() === 'content-encoding';
}

/** A form without fields has no bytes, and HTTP does not tell a body of no bytes from none. */
function emptyForm(contentType: string | undefined): Uint8Array | undefined {
  return contentType !== undefined && /^application\/x-www-form-urlencoded\b/i.test(contentType) ? NO_BYTES : undefined;
}

function requestProblem(problem: BodyProblem): RequestProblem {
  const location = problem.kind === 'media-type' ? ['header', 'content-type'] : ['body', ...problem.location];
  return { ...problem, location, message: `request body ${problem.message}` };
}

/** Bodies are judged as they come: unpacking what a stranger packed is a way to be flooded. */
function encoded(encoding: string): RequestBodyJudgement {
  const message = `request body must not be encoded (Content-Encoding: ${encoding}): only identity is read`;
  return {
    body: undefined,
    problems: [{ kind: 'media-type', location: ['header', 'content-encoding'], code: 'content-encoding', message }],
  };
}

const NO_PROBLEMS: readonly RequestProblem[] = [];
const NO_BYTES = new Uint8Array();
const NO_BODY: RequestBodyJudgement = { body: undefined, problems: NO_PROBLEMS };
const MISSING: RequestBodyJudgement = {
  body: undefined,
  problems: [{ kind: 'body', location: ['body'], code: 'required', message: 'request body is required' }],
};
