import type { EffectTracker } from '../../fault/effect-tracker.js';
import type { FaultInjector } from '../../fault/injector.js';
import type { Exchange } from '../../journal/exchange.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { ManualClock } from './manual-clock.js';
import type { SimulatedProvider } from './provider.js';
import type { ResponseEvent } from './response-reader.js';

/** The way from a consumer to one provider, with the faults on it. */
export interface Link {
  readonly consumer: string | undefined;
  readonly provider: SimulatedProvider;
  /** Its rules may be changed at any time; what is open hears of it. */
  readonly injector: FaultInjector;
  readonly clock: ManualClock;
  readonly effects: EffectTracker;
  readonly nextExchangeId: () => string;
  readonly record: (exchange: Exchange) => void;
  /** What should not have happened: it ends the run. */
  readonly onTrouble: (error: unknown) => void;
  /**
   * A client with connections of its own, as every process has them.
   *
   * @param name - of the process in the journal; by default that of the consumer
   */
  client(name?: string): LinkClient;
  /** Writes what is still open into the journal. */
  flush(): void;
}

export interface LinkClient {
  /**
   * Sends a request.
   *
   * @param request - headers as they are to be sent
   * @param onEvents - what comes back, as it comes; the last event is an `end` or a `failure`, which may never come
   * @returns how the consumer gives up
   */
  send(request: HttpRequest, onEvents: (events: readonly ResponseEvent[]) => void): () => void;
}
