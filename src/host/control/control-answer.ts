import type { JsonValue } from '../../base/json.js';
import { type Problem, responseFromProblem } from '../../mock/problem.js';
import type { HeaderPairs, HttpResponse } from '../../wire/http-message.js';
import { CONTROL_PREFIX } from './control-prefix.js';

/** An answer of the control API: whole, or one that goes on until either side has enough. */
export type ControlAnswer = HttpResponse | LiveAnswer;

export interface LiveAnswer {
  readonly status: number;
  readonly headers: HeaderPairs;
  /**
   * Begins to tell.
   *
   * @returns ends it
   */
  readonly follow: (write: (text: string) => void) => () => void;
}

/**
 * An answer in JSON.
 *
 * @param status - a success
 */
export function json(status: number, value: JsonValue): HttpResponse {
  return { status, headers: ['content-type', 'application/json'], body: JSON.stringify(value) };
}

/**
 * Nothing is there.
 *
 * @param what - `no rule "a"`
 */
export function missing(what: string): HttpResponse {
  return responseFromProblem({ code: 'CONTROL_NOT_FOUND', status: 404, detail: `There is ${what} below ${CONTROL_PREFIX}.` });
}

/**
 * What was asked for cannot be done here.
 *
 * @param detail - why, and what to do
 */
export function impossible(detail: string, extra: Problem['extra'] = {}): HttpResponse {
  return responseFromProblem({ code: 'CONTROL_INVALID', status: 422, detail, extra });
}

export const NO_CONTENT: HttpResponse = { status: 204, headers: [], body: undefined };
