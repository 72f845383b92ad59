import type { Exchange } from '../journal/exchange.js';
import { isOfSystem } from '../journal/member-name.js';
import type { RunJournal } from '../journal/run-journal.js';

/** Who calls whom. */
export interface Link {
  /** `undefined`: whoever calls. */
  readonly consumer: string | undefined;
  readonly provider: string;
}

/**
 * The calls over one link, in order. A recorder that was not told who calls names nobody: when that holds for all calls to the provider
 * they are the consumer's.
 *
 * @param journal - of a run
 * @param link - who calls whom
 */
export function exchangesOfLink(journal: RunJournal, link: Link): readonly Exchange[] {
  const ofJournal = KNOWN.get(journal) ?? new Map<string, readonly Exchange[]>();
  if (ofJournal.size === 0) KNOWN.set(journal, ofJournal);
  const key = `${link.provider}\u0000${link.consumer ?? ''}`;
  const known = ofJournal.get(key);
  if (known !== undefined) return known;
  const exchanges = pickedExchanges(journal, link);
  ofJournal.set(key, exchanges);
  return exchanges;
}

/** Nearly every oracle asks for them again. A journal does not change. */
const KNOWN = new WeakMap<RunJournal, Map<string, readonly Exchange[]>>();

function pickedExchanges(journal: RunJournal, { consumer, provider }: Link): readonly Exchange[] {
  const calls = journal.exchanges.filter((exchange) => exchange.side === 'egress' && exchange.provider === provider);
  if (consumer === undefined || calls.every((exchange) => exchange.consumer === undefined)) return calls;
  return calls.filter((exchange) => isOfSystem(exchange.consumer, consumer));
}
