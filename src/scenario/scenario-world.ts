import type { Clock } from '../base/clock.js';
import type { Random } from '../base/random.js';
import type { FaultInjector } from '../fault/injector.js';
import type { Exchange } from '../journal/exchange.js';
import type { RunJournal } from '../journal/run-journal.js';
import type { HttpRequest } from '../wire/http-message.js';

/** Where a scenario runs: real processes and sockets, or everything in one process on a clock that is moved by hand. */
export interface ScenarioWorld {
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  /**
   * The driver calls a system, directly and with no fault between; recorded as `ingress` to a consumer.
   *
   * @param system - a name of the workspace
   * @returns the exchange, whatever became of it: a refused connection is an outcome, too
   */
  send(system: string, request: HttpRequest, timeoutMs: number): Promise<Exchange>;
  /** The faults between two systems; `undefined` when the consumer does not call that provider. */
  injector(consumer: string, provider: string): FaultInjector | undefined;
  /** Everything recorded so far. */
  journal(): RunJournal;
}
