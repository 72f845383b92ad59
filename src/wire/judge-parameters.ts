import type { JsonValue } from '../base/json.js';
import { tokensFromPointer } from '../base/json-pointer.js';
import type { Operation, Parameter } from '../contract/contract.js';
import type { Schema } from '../schema/schema.js';
import { isValid, validate } from '../schema/validate.js';
import { textFromViolation } from '../schema/violation.js';
import type { ParameterReader, ParameterSource } from './parse-parameter.js';
import { isIgnoredHeader } from './ignored-header.js';
import { compileParameterReader } from './parse-parameter.js';
import type { RequestProblem } from './request-problem.js';

/** The parameters of a request by location and name (`query:limit`), and what is wrong with them. */
export interface ParametersJudgement {
  readonly values: ReadonlyMap<string, JsonValue>;
  readonly problems: readonly RequestProblem[];
}

/** Judges the parameters of the requests to one operation. */
export type ParametersJudge = (source: ParameterSource) => ParametersJudgement;

interface ParameterPlan {
  readonly parameter: Parameter;
  readonly key: string;
  readonly schema: Schema | undefined;
  readonly allowsEmpty: boolean;
  readonly read: ParameterReader;
}

/**
 * The judge of an operation's parameters, `undefined` when it has none. A parameter nobody declared is no problem.
 *
 * @param operation - `Accept`, `Content-Type` and `Authorization` among its header parameters are passed over
 * @see OpenAPI 3.1.1 §4.8.12 (Parameter Object)
 */
export function compileParametersJudge(operation: Operation): ParametersJudge | undefined {
  const plans = operation.parameters
    .filter((parameter) => !isIgnoredHeader(parameter))
    .map((parameter) => planParameter(parameter, operation));
  if (plans.length === 0) return undefined;
  const readsQuery = plans.some(({ parameter }) => parameter.in === 'query');
  const readsCookies = plans.some(({ parameter }) => parameter.in === 'cookie');
  return (source) => {
    const values = new Map<string, JsonValue>();
    if (readsQuery && source.queryPairs() === undefined) return { values, problems: [tooMany('query', 'parameters in its query')] };
    if (readsCookies && source.cookiePairs() === undefined) return { values, problems: [tooMany('cookie', 'cookies')] };
    let problems: RequestProblem[] | undefined;
    for (const plan of plans) {
      const found = judgeParameter(plan, source, values);
      if (found.length === 0) continue;
      problems ??= [];
      problems.push(...found);
    }
    return { values, problems: problems ?? NO_PROBLEMS };
  };
}

function planParameter(parameter: Parameter, operation: Operation): ParameterPlan {
  const { form } = parameter;
  const others = operation.parameters.filter((other) => other.in === parameter.in && other.name !== parameter.name);
  return {
    parameter,
    key: `${parameter.in}:${parameter.name}`,
    schema: form.kind === 'style' ? form.schema : form.mediaType.schema,
    allowsEmpty: form.kind === 'style' && form.allowEmptyValue,
    read: compileParameterReader(parameter, new Set(others.map((other) => other.name))),
  };
}

function judgeParameter(plan: ParameterPlan, source: ParameterSource, values: Map<string, JsonValue>): readonly RequestProblem[] {
  const { parameter, schema } = plan;
  const reading = plan.read(source);
  if (reading.kind === 'absent')
    return isMissing(parameter) ? [problem(parameter, { code: 'required', message: 'is required' })] : NO_PROBLEMS;
  if (reading.kind === 'malformed') return [problem(parameter, { code: 'syntax', message: reading.message })];
  const { value } = reading;
  values.set(plan.key, value);
  if (schema === undefined || (value === '' && plan.allowsEmpty) || isValid(schema, value, REQUEST)) return NO_PROBLEMS;
  return validate(schema, value, REQUEST).map((violation) => {
    const below = tokensFromPointer(violation.instancePointer);
    return problem(parameter, {
      code: violation.keyword,
      message: `${below.length === 0 ? '' : `at /${below.join('/')} `}${textFromViolation(violation)}`,
      below,
      schema: { uri: violation.schemaUri, pointer: violation.schemaPointer },
    });
  });
}

/** A path parameter that the template does not hold is a defect of the contract, which no request can mend. */
function isMissing(parameter: Parameter): boolean {
  return parameter.required && parameter.in !== 'path';
}

function problem(
  parameter: Parameter,
  found: Pick<RequestProblem, 'code' | 'message' | 'schema'> & { readonly below?: readonly string[] },
): RequestProblem {
  const { code, message, schema, below = [] } = found;
  const subject = parameter.in === 'querystring' ? 'query string' : `${parameter.in} parameter "${parameter.name}"`;
  return {
    kind: 'parameter',
    location: [parameter.in === 'querystring' ? 'query' : parameter.in, parameter.name, ...below],
    code,
    message: `${subject} ${message}`,
    ...(schema === undefined ? {} : { schema }),
  };
}

function tooMany(location: string, what: string): RequestProblem {
  return { kind: 'parameter', location: [location], code: 'too-many', message: `request must not have more than 1000 ${what}` };
}

const NO_PROBLEMS: readonly RequestProblem[] = [];
const REQUEST = { direction: 'request' } as const;
