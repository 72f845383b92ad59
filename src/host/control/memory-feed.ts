import type { Exchange } from '../../journal/exchange.js';
import type { MemoryJournal } from '../../journal/memory-journal.js';
import { redactExchange } from '../../journal/redact-exchange.js';
import type { Secrets } from '../../journal/secrets.js';
import type { ControlledFeed } from './controlled-system.js';

/**
 * A journal in memory, read on from where somebody has been.
 *
 * @param journal - of all systems of the process
 * @param secrets - that are not shown
 */
export function memoryFeed(journal: MemoryJournal, secrets: Secrets): ControlledFeed {
  const shown = (exchange: Exchange): Exchange => redactExchange(exchange, secrets);
  return {
    get writtenCount() {
      return journal.appendedCount;
    },
    get droppedCount() {
      return journal.droppedCount;
    },
    read: (afterCount) => ({
      exchanges: journal.entries({ afterCount }).map(shown),
      lostCount: Math.max(0, journal.appendedCount - journal.entryCount - afterCount),
    }),
    find: (id) =>
      journal
        .entries()
        .filter((exchange) => exchange.id === id)
        .map(shown)[0],
    onAppend: (listener) => journal.onAppend(() => listener()),
  };
}
