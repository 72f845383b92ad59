import type { ExchangeProblem } from '../journal/exchange.js';
import type { HttpResponse } from '../wire/http-message.js';

/** All that an answer may depend on besides the contract and the request. */
export interface AnswerContext {
  /** What varied values are drawn from. */
  readonly seed: string;
  /** How often the call of this key was asked for before: 0 for the first. Only varied answers ask. */
  readonly callIndex: (key: string) => number;
}

export interface Answer {
  readonly response: HttpResponse;
  /** The id of the operation that was reached. */
  readonly operation: string | undefined;
  /** What was wrong with the request, then with the answer. */
  readonly problems: readonly ExchangeProblem[];
}
