import type { Clock } from '../../base/clock.js';
import type { Exchange } from '../../journal/exchange.js';
import { createMemoryJournal, type MemoryJournal } from '../../journal/memory-journal.js';
import { redactExchange } from '../../journal/redact-exchange.js';
import { redactMessage } from '../../journal/redact-message.js';
import type { RunJournal } from '../../journal/run-journal.js';
import type { RenewableRecorder } from '../renewable-recorder.js';
import type { ControlledJournal } from './controlled-system.js';
import { memoryFeed } from './memory-feed.js';

interface RecordedControlJournal {
  readonly recorded: RenewableRecorder;
  readonly clock: Clock;
  readonly secretNames: ReadonlySet<string>;
  /** Whether it is all that there is of calls, so that a page follows it. */
  readonly isFollowed?: boolean | undefined;
}

/**
 * Everything that a process records of its run.
 *
 * @param parts - where it is
 */
export function recordedControlJournal({ recorded, clock, secretNames, isFollowed = false }: RecordedControlJournal): ControlledJournal {
  const { recorder, renew, onAppend } = recorded;
  const secrets = { names: secretNames, values: [] };
  const calls = isFollowed ? endedCalls(recorded) : undefined;
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
      if (scope !== undefined && scope !== '') return;
      renew();
      calls?.clear();
    },
    onAppend: (listener) => onAppend((exchange) => listener(redactExchange(exchange, secrets))),
    ...(calls === undefined ? {} : { feed: memoryFeed(calls, secrets) }),
  };
}

/** The calls that are over, each once. What an answer that comes after its caller has gone changes is recorded, but not told again. */
function endedCalls({ onAppend }: RenewableRecorder): MemoryJournal {
  const calls = createMemoryJournal();
  const told = new Set<string>();
  onAppend((exchange) => {
    if (exchange.respondedLastAtMs === undefined || told.has(exchange.id)) return;
    told.add(exchange.id);
    if (told.size > MAX_TOLD_COUNT) told.delete(told.values().next().value ?? '');
    calls.append(exchange);
  });
  return calls;
}

/** A call that is as many calls old is long over. */
const MAX_TOLD_COUNT = 10_000;

const UNCOUNTED = 1_000_000_000;
