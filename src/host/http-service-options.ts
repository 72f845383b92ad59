import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../base/clock.js';
import type { FaultInjector } from '../fault/injector.js';
import type { MockLife } from '../mock/living/living-mock.js';
import type { Mock } from '../mock/mock.js';
import type { Control } from './control/control.js';
import type { ExchangeLedgerOptions } from './exchange-ledger.js';
import type { HeldConnection } from './held-connection.js';

/** What a service needs to answer and to record. */
export interface HttpServiceOptions extends Omit<ExchangeLedgerOptions, 'nowMs' | 'onTrouble'> {
  readonly mock: Mock;
  /** What varied values are drawn from. */
  readonly seed: string;
  /** What goes on around the mock: scopes, state, tokens. */
  readonly life?: MockLife | undefined;
  /** Told once for each kind of trouble that no caller hears of. */
  readonly onTrouble?: ((error: unknown) => void) | undefined;
  /** Largest request body that is read. Default 10 MiB. */
  readonly maxBodyBytes?: number | undefined;
  /** The faults between callers and the mock. */
  readonly injector?: FaultInjector | undefined;
  /**
   * Nobody has asked for faults yet: a connection is looked after from its first request under a rule on, and until there is one nothing is paid for it. What
   * happens to connections before their first request cannot be had this way.
   */
  readonly standsBy?: boolean | undefined;
  /** The callers' time; the machine's when absent. */
  readonly clock?: Clock | undefined;
  /** A client begins to listen to a stream. @returns tells that it has gone */
  readonly onStream?: (() => () => void) | undefined;
  /** Answers the console and what is below `/_mortise/api/`; without it such paths are the contract's. */
  readonly control?: Control | undefined;
}

/** What a listening server does with its connections and requests. */
export interface HttpService {
  /** @param held - of the same socket, when faults stand before the mock */
  readonly onConnection: (socket: Socket, held?: HeldConnection) => void;
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => void;
  /** Ends the streams that are open: nobody else would. */
  readonly endStreams: () => void;
  /**
   * What the journal calls the connection of a request that faults do not stand before.
   *
   * @param socket - as its requests have it
   */
  readonly nameConnection: (socket: Socket, id: string) => void;
}
