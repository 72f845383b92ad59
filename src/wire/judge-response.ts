import { isJsonMediaType, parseMediaType } from '../base/media-type.js';
import { tokensFromPointer } from '../base/json-pointer.js';
import type { Contract, Header, MediaType, Operation, Response } from '../contract/contract.js';
import type { Schema } from '../schema/schema.js';
import { isValid, validate } from '../schema/validate.js';
import { textFromViolation } from '../schema/violation.js';
import { contentEncoding } from './content-encoding.js';
import type { HttpRequest, HttpResponse } from './http-message.js';
import { headerValue } from './http-message.js';
import type { BodyProblem } from './body-problem.js';
import type { BodyJudge } from './judge-body.js';
import { compileBodyJudge } from './judge-body.js';
import { allHeaderValues, compileHeaderReader } from './parse-parameter.js';
import type { Reading } from './reading-plan.js';
import { responseForStatus } from './select-response.js';

/** One way in which a response does not keep to its operation. */
export interface ResponseProblem {
  readonly kind: 'status' | 'media-type' | 'body' | 'header';
  /** `['status']`, `['header', 'x-rate-limit']`, `['body', 'items', '0']`. */
  readonly location: readonly string[];
  /** The keyword of the schema that is broken, or the rule: `undeclared`, `required`, `syntax`, `content-type`. */
  readonly code: string;
  /** A clause that names its subject: `response body at /id must be integer`. */
  readonly message: string;
  /** The clause that decides. */
  readonly schema?: { readonly uri: string; readonly pointer: string };
}

/**
 * What is wrong with a response by the contract of its operation: status, media type, body and headers; empty when it keeps it.
 *
 * @param input - `request` when it is known: the answer to HEAD has no body to judge
 * @see OpenAPI 3.1.1 §4.8.17 (Response Object)
 */
export function judgeResponse(input: {
  readonly operation: Operation;
  readonly contract: Contract;
  readonly request: HttpRequest | undefined;
  readonly response: HttpResponse;
}): readonly ResponseProblem[] {
  const { operation, request, response } = input;
  const declared = responseForStatus(operation, response.status);
  if (declared === undefined) return [undeclaredStatus(operation, response.status)];
  const judge = judgeOf(declared);
  const problems = judge.headers.flatMap((header) => problemsOfHeader(header, response));
  if (request?.method === 'HEAD' || !mayHaveBody(response.status)) return problems;
  return [...problemsOfBody(judge, response), ...problems];
}

/** What is worked out once for a declared response. */
interface ResponseJudge {
  readonly hasContent: boolean;
  /** Every declared media type is JSON with a schema, so that no bytes cannot be right. */
  readonly needsBody: boolean;
  readonly body: BodyJudge;
  readonly headers: readonly HeaderPlan[];
}

interface HeaderPlan {
  readonly header: Header;
  readonly name: string;
  readonly schema: Schema | undefined;
  readonly read: (text: string) => Reading;
}

const JUDGES = new WeakMap<Response, ResponseJudge>();

function judgeOf(response: Response): ResponseJudge {
  let judge = JUDGES.get(response);
  if (judge === undefined) {
    // What the contract says of `Content-Type` it says by the keys of `content`.
    const headers = response.headers.filter((header) => header.name.toLowerCase() !== 'content-type').map(planHeader);
    const hasContent = response.content.length > 0;
    judge = {
      needsBody: hasContent && response.content.every(isSchemaOfJson),
      hasContent,
      body: compileBodyJudge(response.content, 'response'),
      headers,
    };
    JUDGES.set(response, judge);
  }
  return judge;
}

function planHeader(header: Header): HeaderPlan {
  const schema = header.form.kind === 'style' ? header.form.schema : header.form.mediaType.schema;
  return { header, name: header.name.toLowerCase(), schema, read: compileHeaderReader(header) };
}

function undeclaredStatus(operation: Operation, status: number): ResponseProblem {
  const declared = operation.responses.map((response) => response.status).join(', ') || 'none';
  return {
    kind: 'status',
    location: ['status'],
    code: 'undeclared',
    message: `response status ${status} is not declared (declared: ${declared})`,
  };
}

function problemsOfBody(judge: ResponseJudge, response: HttpResponse): readonly ResponseProblem[] {
  if (!judge.hasContent) return NO_PROBLEMS;
  const { body } = response;
  if (body === undefined || body.length === 0) return judge.needsBody ? [MISSING_BODY] : NO_PROBLEMS;
  // Packed by the other side's own choice: that is no breach of the contract, and what is in it is not seen here.
  if (contentEncoding(response.headers) !== undefined) return NO_PROBLEMS;
  return judge.body(body, headerValue(response.headers, 'content-type')).problems.map(responseProblem);
}

/** Other media types have a value of no bytes (an empty text); JSON has none. */
function isSchemaOfJson(mediaType: MediaType): boolean {
  const parsed = parseMediaType(mediaType.name);
  return mediaType.schema !== undefined && parsed !== undefined && isJsonMediaType(parsed);
}

function responseProblem(problem: BodyProblem): ResponseProblem {
  const location = problem.kind === 'media-type' ? ['header', 'content-type'] : ['body', ...problem.location];
  return { ...problem, location, message: `response body ${problem.message}` };
}

function problemsOfHeader(plan: HeaderPlan, response: HttpResponse): readonly ResponseProblem[] {
  const { header, name, schema } = plan;
  const text = allHeaderValues(response.headers, name, ', ');
  if (text === undefined) return header.required ? [headerProblem(header, { code: 'required', message: 'is required' })] : NO_PROBLEMS;
  const reading = plan.read(text);
  if (reading.kind === 'malformed') return [headerProblem(header, { code: 'syntax', message: reading.message })];
  if (reading.kind === 'absent' || schema === undefined || isValid(schema, reading.value, RESPONSE)) return NO_PROBLEMS;
  return validate(schema, reading.value, RESPONSE).map((violation) => {
    const below = tokensFromPointer(violation.instancePointer);
    return headerProblem(header, {
      code: violation.keyword,
      message: `${below.length === 0 ? '' : `at /${below.join('/')} `}${textFromViolation(violation)}`,
      below,
      schema: { uri: violation.schemaUri, pointer: violation.schemaPointer },
    });
  });
}

function headerProblem(
  header: Header,
  found: Pick<ResponseProblem, 'code' | 'message' | 'schema'> & { readonly below?: readonly string[] },
): ResponseProblem {
  const { code, message, schema, below = [] } = found;
  const location = ['header', header.name.toLowerCase(), ...below];
  return {
    kind: 'header',
    location,
    code,
    message: `response header "${header.name}" ${message}`,
    ...(schema === undefined ? {} : { schema }),
  };
}

/** @see RFC 9110 §6.4.1 */
function mayHaveBody(status: number): boolean {
  return status >= 200 && status !== 204 && status !== 205 && status !== 304;
}

const NO_PROBLEMS: readonly ResponseProblem[] = [];
const MISSING_BODY: ResponseProblem = {
  kind: 'body',
  location: ['body'],
  code: 'required',
  message: 'response body is missing: the contract declares JSON',
};
const RESPONSE = { direction: 'response' } as const;
