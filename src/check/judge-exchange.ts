import type { Contract, Operation } from '../contract/contract.js';
import type { Exchange } from '../journal/exchange.js';
import type { HttpRequest } from '../wire/http-message.js';
import { judgeResponse } from '../wire/judge-response.js';
import type { CheckFailure, ExchangeCheck } from './exchange-check.js';
import { RESPONSE_CHECKS } from './response-checks.js';

/** A law that was broken, and how. */
export interface BrokenCheck {
  readonly check: ExchangeCheck;
  readonly failure: CheckFailure;
}

/** What is judged: an exchange that was answered, under the clauses of its operation. */
export interface JudgeInput {
  readonly contract: Contract;
  readonly operation: Operation;
  readonly exchange: Exchange;
  readonly expectedStatus?: number | undefined;
}

/**
 * Everything that is wrong with the answer of an exchange, in the order of the checks; empty when there is nothing, or no answer.
 * An undeclared status has no clauses to judge the rest by, so then only the status is told.
 *
 * @param input - the exchange and the operation it called
 * @param checks - by default all of them
 */
export function judgeExchange(input: JudgeInput, checks: readonly ExchangeCheck[] = RESPONSE_CHECKS): readonly BrokenCheck[] {
  const { contract, operation, exchange } = input;
  const { response } = exchange;
  if (response === undefined) return [];
  const problems = judgeResponse({ operation, contract, request: wholeRequest(exchange), response });
  const judged = { contract, operation, exchange, response, problems, expectedStatus: input.expectedStatus };
  return checks.flatMap((check) => check.judge(judged).map((failure) => ({ check, failure })));
}

function wholeRequest({ request }: Exchange): HttpRequest {
  return { ...request, body: typeof request.body === 'string' ? new TextEncoder().encode(request.body) : request.body };
}
