import type { MemoryJournal } from '../../journal/memory-journal.js';
import { redactExchange } from '../../journal/redact-exchange.js';
import type { Exchange } from '../../journal/exchange.js';
import type { ControlledJournal } from './controlled-system.js';
import { memoryFeed } from './memory-feed.js';

interface MemoryControlJournal {
  /** Of all systems of the process. */
  readonly journal: MemoryJournal;
  readonly system: string;
  /** Lower-case names of headers and parameters whose values are not shown. */
  readonly secretNames: ReadonlySet<string>;
  /** What was recorded besides calls, where anything is. */
  readonly recorded?: ControlledJournal | undefined;
}

/**
 * The calls of one system in a journal of all.
 *
 * @param parts - where they are
 */
export function memoryControlJournal({ journal, system, secretNames, recorded }: MemoryControlJournal): ControlledJournal {
  const secrets = { names: secretNames, values: [] };
  const exchanges = (scope: string | undefined): readonly Exchange[] =>
    journal.entries({ provider: system, scope }).map((exchange) => redactExchange(exchange, secrets));
  return {
    exchanges,
    lostCount: (scope) => journal.lostCount({ provider: system, scope }),
    run: () =>
      recorded?.run() ?? {
        exchanges: exchanges(undefined),
        messages: [],
        asks: [],
        connections: [],
        faults: [],
        canary: [],
        timeScale: 1,
        ...(journal.lostCount({ provider: system, scope: '' }) === 0 ? {} : { incomplete: 'full' }),
      },
    clear: (scope) => {
      journal.clear(scope === undefined ? { provider: system } : { provider: system, scope });
      if (scope === undefined) recorded?.clear(undefined);
    },
    onAppend: (listener) =>
      journal.onAppend((exchange) => {
        if (exchange.provider === system) listener(redactExchange(exchange, secrets));
      }),
    feed: memoryFeed(journal, secrets),
  };
}
