import { chooseFailure } from './choose-response.js';
import type { Failure } from './failure.js';
import type { OperationPlan, Prepared } from './operation-plan.js';
import { type ContentWishes, preparedFromProblem, responseFromChoice } from './prepare-response.js';

/**
 * The contract's own answer to what is refused; `undefined` when it declares none.
 *
 * @param plan - grows by what was worked out
 * @param statuses - that would fit, the best first
 */
export function declaredRefusal(plan: OperationPlan, ...statuses: readonly number[]): Prepared | undefined {
  const choice = chooseFailure(plan.operation, statuses);
  if (choice === undefined) return undefined;
  const key = `refused\n${choice.status}`;
  const known = plan.prepared.get(key);
  const prepared = known ?? responseFromChoice(plan, choice, NO_WISHES);
  if (known === undefined) plan.prepared.set(key, prepared);
  return prepared;
}

/**
 * The answer to a request that is refused.
 *
 * @param plan - grows by what was worked out
 * @param failure - why, and which statuses fit
 */
export function refuseRequest(plan: OperationPlan, failure: Failure): Prepared {
  const prepared = failure.statuses === undefined ? undefined : declaredRefusal(plan, ...failure.statuses);
  if (prepared === undefined) return preparedFromProblem(failure.problem);
  if (failure.challenge === undefined) return prepared;
  const { headers } = prepared.response;
  // What is wrong with a token says more than the challenge that the contract shows.
  const others = failure.challenge.includes('error=')
    ? headers.filter((_, index) => headers[index - (index % 2)]?.toLowerCase() !== 'www-authenticate')
    : headers;
  return { ...prepared, response: { ...prepared.response, headers: [...others, 'www-authenticate', failure.challenge] } };
}

const NO_WISHES: ContentWishes = {
  accept: undefined,
  example: undefined,
  random: undefined,
  streaming: { wishes: undefined, lastEventId: undefined },
  by: 'refusal',
};
