import type { IncomingMessage } from 'node:http';
import type { Exchange } from '../journal/exchange.js';
import type { Journal } from '../journal/memory-journal.js';
import type { RunRecorder } from '../journal/run-recorder.js';
import type { OpenExchange } from './open-exchange.js';
import { nextRunId } from './run-ids.js';

export interface ExchangeLedgerOptions {
  /** The provider's name in the journal. */
  readonly provider: string;
  /** Where each exchange goes once it was answered. */
  readonly journal: Journal;
  /** Where each exchange goes before its first byte is answered; when it throws, the answer is not given. */
  readonly durableJournal?: Journal | undefined;
  /** Where all of a run goes: connections too, and what is pending. */
  readonly recorder?: RunRecorder | undefined;
  readonly nowMs: () => number;
  /** Unique over all systems that share a journal; counted by each for itself when absent. */
  readonly nextId?: (() => string) | undefined;
  readonly onTrouble: (error: unknown) => void;
}

/** Where a service writes down what it answers. */
export interface ExchangeLedger {
  /** An exchange that has only begun, to be filled in. */
  open(incoming: IncomingMessage, connectionId: string): OpenExchange;
  /** Writes it where nothing is lost; gives `false` when it cannot. */
  keep(exchange: Exchange): boolean;
  /** It is over. */
  append(exchange: OpenExchange): void;
}

/**
 * The ledger of one service.
 *
 * @param options - where exchanges go
 */
export function createExchangeLedger(options: ExchangeLedgerOptions): ExchangeLedger {
  const { provider, journal, durableJournal, recorder, nowMs, onTrouble } = options;
  let exchangeCount = 0;
  const nextId = options.nextId ?? (() => String(exchangeCount));
  return {
    // One literal, filled in place: copying it by spread costs as much as serving it.
    open: (incoming, connectionId) => {
      const receivedFirstAtMs = nowMs();
      exchangeCount += 1;
      return {
        id: recorder === undefined ? nextId() : nextRunId(recorder, undefined, provider),
        side: 'egress',
        consumer: undefined,
        provider,
        operation: undefined,
        connectionId,
        receivedFirstAtMs,
        receivedLastAtMs: receivedFirstAtMs,
        respondedFirstAtMs: undefined,
        respondedLastAtMs: undefined,
        request: { method: incoming.method ?? '', target: incoming.url ?? '/', headers: incoming.rawHeaders, body: undefined },
        response: undefined,
        fault: undefined,
        effect: undefined,
        scope: undefined,
        reason: undefined,
        problems: NO_PROBLEMS,
        outcome: 'aborted',
      };
    },
    keep: (exchange) => {
      if (durableJournal === undefined) return true;
      try {
        durableJournal.append(exchange);
        return true;
      } catch (error) {
        onTrouble(error);
        return false;
      }
    },
    append: (exchange) => {
      journal.append(exchange);
      recorder?.append(exchange);
    },
  };
}

const NO_PROBLEMS: Exchange['problems'] = [];
