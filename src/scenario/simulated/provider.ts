import type { Operation } from '../../contract/contract.js';
import type { ExchangeProblem } from '../../journal/exchange.js';
import type { Reply } from '../../fault/reply.js';
import type { HttpRequest } from '../../wire/http-message.js';

/** A system that answers, in process: a program or a mock. */
export interface SimulatedProvider {
  readonly name: string;
  /** The operation of its contract that a request leads to; `undefined` without a contract, or when it leads to none. */
  operationOf(request: HttpRequest): Operation | undefined;
  /** Never rejects: a program that fails answers 500, as behind a server. */
  answer(request: HttpRequest): Promise<ProviderAnswer>;
}

export interface ProviderAnswer {
  readonly reply: Reply;
  readonly problems: readonly ExchangeProblem[];
}
