import type { RequestProblem } from '../../wire/judge-request.js';
import type { Breach } from '../test-case.js';
import { isAboutPart } from './wire-case.js';

/**
 * Whether what is wrong on the wire is the breach that was planned: the same clause, and nothing in any other part of the request.
 *
 * @param problems - found on the wire
 * @param breach - as planned
 */
export function isExactBreach(problems: readonly RequestProblem[], breach: Breach): boolean {
  return problems.every((problem) => isAboutPart(problem, breach)) && problems.some((problem) => isOfClause(problem, breach));
}

function isOfClause({ code, schema }: RequestProblem, { keyword, place }: Breach): boolean {
  return code === keyword && (schema === undefined || (schema.uri === place.file && schema.pointer === place.pointer));
}
