import type { ExchangeProblem } from '../journal/exchange.js';
import type { RequestProblem } from '../wire/judge-request.js';
import { challengeFromSchemes } from '../wire/judge-request.js';
import { fieldText } from './field-text.js';
import type { Problem } from './problem.js';
import type { RuleLevel, Rules } from './rules.js';

/** What follows from the problems of a request under the rules in force. */
export interface Failure {
  /** What the rules want reported, errors and warnings. */
  readonly problems: readonly ExchangeProblem[];
  /** The statuses to look for in the contract, best first; `undefined` when no problem weighs as an error. */
  readonly statuses: readonly number[] | undefined;
  /** For `WWW-Authenticate`. */
  readonly challenge: string | undefined;
  /** What is answered when the contract declares none of the statuses. */
  readonly problem: Problem;
}

/**
 * Weighs the problems of a request: security decides first, then the media type, then everything else; all of them are told.
 *
 * @param found - at least one
 * @param rules - a rule that is `off` hides its problems, `warn` lets the request through
 */
export function failureFromProblems(found: readonly RequestProblem[], rules: Rules): Failure {
  const told = found.filter((problem) => levelOf(problem, rules) !== 'off');
  const errors = told.filter((problem) => levelOf(problem, rules) === 'error');
  const security = errors.find((problem) => problem.kind === 'security');
  const statuses = statusesFor(errors);
  return {
    problems: told.map(({ kind, location, code, message }) => ({ on: 'request', kind, location, code, message })),
    statuses,
    challenge: challengeOf(security),
    problem: problemFor(told, errors, rules),
  };
}

function challengeOf(security: RequestProblem | undefined): string | undefined {
  const challenge = challengeFromSchemes(security?.schemes ?? []);
  return challenge === undefined ? undefined : fieldText(challenge);
}

function levelOf(problem: RequestProblem, rules: Rules): RuleLevel {
  return problem.kind === 'parameter' ? rules.parameters : rules[problem.kind];
}

/** @see RFC 6750 §3.1 */
function isLackOfRights({ code }: RequestProblem): boolean {
  return code === 'insufficient_scope';
}

function statusesFor(errors: readonly RequestProblem[]): readonly number[] | undefined {
  if (errors.length === 0) return undefined;
  const security = errors.filter((problem) => problem.kind === 'security');
  if (security.length > 0) return security.every(isLackOfRights) ? [403] : [401];
  if (errors.some((problem) => problem.kind === 'media-type')) return [415, 422, 400];
  return [422, 400];
}

function problemFor(told: readonly RequestProblem[], errors: readonly RequestProblem[], rules: Rules): Problem {
  const validation = told.map((problem) => ({
    location: problem.location,
    severity: levelOf(problem, rules) === 'error' ? ('Error' as const) : ('Warning' as const),
    code: problem.code,
    message: problem.message,
  }));
  const detail = `${errors.map((problem) => problem.message).join('; ')}.`;
  const security = errors.find((problem) => problem.kind === 'security');
  if (security !== undefined) {
    const challenge = challengeOf(security);
    const lacksRights = errors.every((problem) => problem.kind !== 'security' || isLackOfRights(problem));
    return {
      code: lacksRights ? 'FORBIDDEN' : 'UNAUTHORIZED',
      status: lacksRights ? 403 : 401,
      detail,
      validation,
      ...(challenge === undefined ? {} : { headers: ['www-authenticate', challenge] }),
    };
  }
  if (errors.some((problem) => problem.kind === 'media-type')) return { code: 'INVALID_CONTENT_TYPE', status: 415, detail, validation };
  return { code: 'UNPROCESSABLE_ENTITY', status: 422, detail, validation };
}
