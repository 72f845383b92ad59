import type { JsonValue } from '../base/json.js';
import type { Contract, Operation } from '../contract/contract.js';
import type { HttpRequest } from './http-message.js';
import { compileParametersJudge } from './judge-parameters.js';
import { compileRequestBodyJudge } from './judge-request-body.js';
import { compileSecurityJudge } from './judge-security.js';
import { parameterSource } from './parse-parameter.js';
import type { RequestProblem } from './request-problem.js';

export type { RequestProblem } from './request-problem.js';

/** What a request held and what is wrong with it. */
export interface RequestJudgement {
  /** By location and name: `query:limit`, `path:id`. Without those that are absent or cannot be read. */
  readonly parameters: ReadonlyMap<string, JsonValue>;
  /** A value, without `readOnly` members; the bytes when no schema speaks of them; `undefined` when there is none, or none that can be read. */
  readonly body: JsonValue | Uint8Array | undefined;
  readonly problems: readonly RequestProblem[];
}

/** Judges the requests to one operation; `pathValues` are raw, still percent-encoded. */
export type RequestJudge = (request: HttpRequest, pathValues: ReadonlyMap<string, string>) => RequestJudgement;

/**
 * Judges a request against the operation it is for. Security, parameters and body are all looked at; nothing stops at the first problem.
 *
 * @param input - the path is matched already; `pathValues` are raw, still percent-encoded
 * @returns problems in the order security, body, parameters; empty when the request keeps the contract
 */
export function judgeRequest(input: {
  readonly operation: Operation;
  readonly contract: Contract;
  readonly request: HttpRequest;
  readonly pathValues: ReadonlyMap<string, string>;
}): RequestJudgement {
  return compileJudge(input.operation, input.contract)(input.request, input.pathValues);
}

/**
 * The judge of an operation, made once for each and kept as long as the operation is.
 *
 * @param operation - of the contract
 * @param contract - names the security schemes
 */
export function compileJudge(operation: Operation, contract: Contract): RequestJudge {
  let judge = JUDGES.get(operation);
  if (judge === undefined) {
    judge = newJudge(operation, contract);
    JUDGES.set(operation, judge);
  }
  return judge;
}

/**
 * The value of `WWW-Authenticate` for a request that was refused, `undefined` when there is nothing to ask for.
 *
 * @param schemes - of a problem of kind `security`
 * @see RFC 9110 §11.6.1
 */
export function challengeFromSchemes(schemes: readonly string[]): string | undefined {
  return schemes.length === 0 ? undefined : schemes.join(', ');
}

function newJudge(operation: Operation, contract: Contract): RequestJudge {
  const judgeSecurity = compileSecurityJudge(operation, contract);
  const judgeParameters = compileParametersJudge(operation);
  const judgeBody = compileRequestBodyJudge(operation);
  return (request, pathValues) => {
    const { body, problems } = judgeBody(request);
    if (judgeSecurity === undefined && judgeParameters === undefined) return { parameters: NO_VALUES, body, problems };
    const source = parameterSource(request, pathValues);
    const refusal = judgeSecurity?.(source);
    const { values, problems: found } = judgeParameters?.(source) ?? NO_PARAMETERS;
    if (refusal === undefined && problems.length === 0) return { parameters: values, body, problems: found };
    return { parameters: values, body, problems: [...(refusal === undefined ? [] : [refusal]), ...problems, ...found] };
  };
}

const JUDGES = new WeakMap<Operation, RequestJudge>();
const NO_VALUES: ReadonlyMap<string, JsonValue> = new Map();
const NO_PARAMETERS = { values: NO_VALUES, problems: [] };
