import type { Contract, Operation, OperationEntry } from '../contract/contract.js';
import type { AnswerReason } from '../journal/answer-reason.js';
import type { ExchangeProblem } from '../journal/exchange.js';
import type { HttpRequest, HttpResponse } from '../wire/http-message.js';
import type { RequestJudgement } from '../wire/judge-request.js';
import { compileJudge } from '../wire/judge-request.js';
import type { AnswerContext } from './answer.js';
import { isEventStream } from './choose-response.js';
import type { MockOptions } from './mock-options.js';

/** What is known of an operation before a request comes, and what was worked out for earlier ones. */
export interface OperationPlan {
  readonly operation: Operation;
  readonly contract: Contract;
  readonly options: MockOptions;
  readonly judge: (request: HttpRequest, pathValues: ReadonlyMap<string, string>) => RequestJudgement;
  /** Whether any of its responses is a stream of events, so that a request may ask for one. */
  readonly hasEvents: boolean;
  /** The answer to a request without preferences or a particular `Accept`: nearly all of them. */
  usual: Prepared | undefined;
  /** Fixed answers by status, example and `Accept`. */
  readonly prepared: Map<string, Prepared>;
}

/** A response with what its own contract says against it. */
export interface Prepared {
  readonly response: HttpResponse;
  readonly problems: readonly ExchangeProblem[];
  readonly reason: AnswerReason;
}

export interface OperationCall {
  readonly request: HttpRequest;
  readonly query: string;
  readonly pathValues: ReadonlyMap<string, string>;
  readonly context: AnswerContext;
}

/**
 * Reads an operation and readies what every request to it needs.
 *
 * @param entry - read here for the first time
 */
export function planOperation(entry: OperationEntry, contract: Contract, options: MockOptions): OperationPlan {
  const operation = entry.read();
  const hasEvents = operation.responses.some(({ content }) => content.some(isEventStream));
  return { operation, contract, options, judge: compileJudge(operation, contract), hasEvents, usual: undefined, prepared: new Map() };
}
