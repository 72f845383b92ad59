import { createRunRecorder } from '../journal/create-run-recorder.js';
import type { RunRecorder } from '../journal/run-recorder.js';

/** A recorder that can be emptied. */
export interface RenewableRecorder {
  readonly recorder: RunRecorder;
  /** Begins anew: what was recorded is gone. */
  renew(): void;
}

/**
 * An empty recorder for a server that runs until it is stopped.
 *
 * @param maxBytes - about; what comes when it is full is left out, and the journal says so
 */
export function createRenewableRecorder(maxBytes: number): RenewableRecorder {
  let current = createRunRecorder({ maxBytes });
  return {
    recorder: {
      append: (exchange) => current.append(exchange),
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
  };
}
