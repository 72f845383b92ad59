import type { Clock } from '../base/clock.js';
import type { Random } from '../base/random.js';
import type { BrokerMessage, Subscribed } from '../broker/broker.js';
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
  /** Where the events of a system flow; `undefined` when none do in this world. */
  events?(system: string): EventPort | undefined;
  /** The faults between two systems; `undefined` when the consumer does not call that provider. */
  injector(consumer: string, provider: string): FaultInjector | undefined;
  /** Everything recorded so far. */
  journal(): RunJournal;
  /**
   * Does something in the name of a step, so that what is sent meanwhile can be told to belong to it. A world that tells nobody has none.
   *
   * @param step - `ordering / first`
   */
  readonly within?: (<Result>(step: string, act: () => Promise<Result>) => Promise<Result>) | undefined;
}

/** The broker of a system, as the driver uses it. */
export interface EventPort {
  /**
   * Sends a message in the place of a system: recorded, and with the faults that are in force before the broker.
   *
   * @param member - the system; `undefined` when nobody knows whose place it is
   * @throws HostError `E_BROKER_LOST` or `E_BROKER_REFUSED`
   */
  publish(message: BrokerMessage, member: string | undefined): Promise<void>;
  /** Hears what flows at an address from now on, beside those it is for. */
  listen(address: string, onMessage: (message: BrokerMessage) => void): Promise<Pick<Subscribed, 'stop'>>;
  /** Resolves once what was sent before it was asked is on record; left out where it is before anybody receives it. */
  readonly recorded?: (() => Promise<unknown>) | undefined;
}
