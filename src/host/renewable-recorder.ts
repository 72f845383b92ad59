import { createRunRecorder } from '../journal/create-run-recorder.js';
import type { Exchange } from '../journal/exchange.js';
import type { RunRecorder } from '../journal/run-recorder.js';

/** A recorder that can be emptied, and listened to. */
export interface RenewableRecorder {
  readonly recorder: RunRecorder;
  /** Begins anew: what was recorded is gone. */
  renew(): void;
  /**
   * Tells of each exchange when it is recorded, once more when what was pending is over.
   *
   * @returns ends it
   */
  onAppend(listener: (exchange: Exchange) => void): () => void;
}

/**
 * An empty recorder for a server that runs until it is stopped.
 *
 * @param maxBytes - about; what comes when it is full is left out, and the journal says so
 */
export function createRenewableRecorder(maxBytes: number): RenewableRecorder {
  let current = createRunRecorder({ maxBytes });
  const listeners = new Set<(exchange: Exchange) => void>();
  return {
    recorder: {
      append: (exchange) => {
        current.append(exchange);
        if (listeners.size > 0) for (const listener of listeners) listener(exchange);
      },
      message: (message) => current.message(message),
      ask: (ask) => current.ask(ask),
      connection: (connection) => current.connection(connection),
      forgetConnection: (connection) => current.forgetConnection(connection),
      fault: (span) => current.fault(span),
      tick: (tick) => current.tick(tick),
      journal: (nowMs) => current.journal(nowMs),
    },
    renew: () => {
      current = createRunRecorder({ maxBytes });
    },
    onAppend: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
