import type { AnswerReason } from '../journal/answer-reason.js';
import type { ExchangeProblem } from '../journal/exchange.js';
import type { HttpResponse } from '../wire/http-message.js';
import type { RequestProblem } from '../wire/request-problem.js';
import type { OverrideBook } from './override/override-book.js';
import type { StateChange, StateView } from './state/state-store.js';
import type { ChangeFeed } from './stream/change-feed.js';

/** All that an answer may depend on besides the contract and the request. */
export interface AnswerContext {
  /** What varied values are drawn from. */
  readonly seed: string;
  /** How often the call of this key was asked for before: 0 for the first. Only varied answers ask. */
  readonly callIndex: (key: string) => number;
  /** When it is answered, in ms since 1970; absent where nobody tells the time: then no answer depends on it. */
  readonly nowMs?: number | undefined;
  /** What tests have ordered instead of the usual answers. */
  readonly overrides?: OverrideBook | undefined;
  /** What was created and changed so far; absent: the mock remembers nothing. */
  readonly state?: StateView | undefined;
  /** Tells what becomes of it; absent where nobody does. */
  readonly changes?: ChangeFeed | undefined;
  /** What is wrong with the credentials of the request, as far as it took time to find out. */
  readonly credentialProblems?: readonly RequestProblem[] | undefined;
}

export interface Answer {
  readonly response: HttpResponse;
  /** The id of the operation that was reached. */
  readonly operation: string | undefined;
  /** What was wrong with the request, then with the answer. */
  readonly problems: readonly ExchangeProblem[];
  /** Why it is this one. */
  readonly reason?: AnswerReason | undefined;
  /** How long the first byte of the answer has to wait. */
  readonly delayMs?: number | undefined;
  /** What has to be kept before the answer may leave, in this order. */
  readonly changes?: readonly StateChange[] | undefined;
}
