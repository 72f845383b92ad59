import type { Clock } from '../../base/clock.js';
import type { Exchange } from '../../journal/exchange.js';
import { redactExchange } from '../../journal/redact-exchange.js';
import { redactMessage } from '../../journal/redact-message.js';
import type { RunJournal } from '../../journal/run-journal.js';
import type { RenewableRecorder } from '../renewable-recorder.js';
import type { ControlledJournal } from './controlled-system.js';

interface RecordedControlJournal {
  readonly recorded: RenewableRecorder;
  readonly clock: Clock;
  readonly secretNames: ReadonlySet<string>;
}

/**
 * Everything that a process records of its run.
 *
 * @param parts - where it is
 */
export function recordedControlJournal({ recorded, clock, secretNames }: RecordedControlJournal): ControlledJournal {
  const { recorder, renew, onAppend } = recorded;
  const secrets = { names: secretNames, values: [] };
  const run = (): RunJournal => {
    const journal = recorder.journal(clock.nowMs());
    return {
      ...journal,
      exchanges: journal.exchanges.map((exchange) => redactExchange(exchange, secrets)),
      messages: journal.messages.map((message) => redactMessage(message, secrets)),
    };
  };
  const isOf = (scope: string | undefined, exchange: Exchange): boolean => scope === undefined || (exchange.scope ?? '') === scope;
  return {
    exchanges: (scope) => run().exchanges.filter((exchange) => isOf(scope, exchange)),
    // Once it is full nobody counts what is left out.
    lostCount: () => (recorder.journal().incomplete === undefined ? 0 : UNCOUNTED),
    run,
    clear: (scope) => {
      if (scope === undefined || scope === '') renew();
    },
    onAppend: (listener) => onAppend((exchange) => listener(redactExchange(exchange, secrets))),
  };
}

const UNCOUNTED = 1_000_000_000;
