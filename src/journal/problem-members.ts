import { invariant } from '../base/errors.js';
import type { JsonObject } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { ExchangeProblem } from './exchange.js';
import { oneOf, stringAt, stringsAt } from './line-members.js';

/**
 * A member that is a list of problems.
 *
 * @throws Error when it is not
 */
export function problemsAt(holder: JsonObject, name: string): readonly ExchangeProblem[] {
  const list = holder[name];
  invariant(Array.isArray(list), `${name} is a list`);
  return list.map((problem) => {
    invariant(isJsonObject(problem), `${name} holds objects`);
    return {
      on: oneOf(problem, 'on', PROBLEM_SIDES),
      kind: stringAt(problem, 'kind'),
      location: stringsAt(problem, 'location'),
      code: stringAt(problem, 'code'),
      message: stringAt(problem, 'message'),
    };
  });
}

const PROBLEM_SIDES: readonly ExchangeProblem['on'][] = ['request', 'response'];
