import type { RunJournal } from '../journal/run-journal.js';
import { endOfAttempt } from './attempt-outcome.js';

/**
 * Until when the run was looked at: what had not come by then did not come in this run.
 *
 * @param journal - of a run; without a stated end its last instant counts
 * @returns in ms; `-Infinity` for an empty journal
 */
export function endOfJournal(journal: RunJournal): number {
  const known = KNOWN.get(journal) ?? lastInstantOf(journal);
  KNOWN.set(journal, known);
  return known;
}

/** Several oracles ask for it. A journal does not change. */
const KNOWN = new WeakMap<RunJournal, number>();

function lastInstantOf({ endedAtMs, exchanges, messages, asks, connections, faults }: RunJournal): number {
  let lastMs = endedAtMs ?? Number.NEGATIVE_INFINITY;
  for (const exchange of exchanges) lastMs = Math.max(lastMs, exchange.receivedFirstAtMs, endOfAttempt(exchange));
  for (const { atMs, settledAtMs } of messages) lastMs = Math.max(lastMs, atMs, settledAtMs ?? atMs);
  for (const { askedAtMs, answeredAtMs } of asks) lastMs = Math.max(lastMs, answeredAtMs ?? askedAtMs);
  for (const { openedAtMs, closedAtMs } of connections) lastMs = Math.max(lastMs, closedAtMs ?? openedAtMs);
  for (const { fromMs, toMs } of faults) lastMs = Math.max(lastMs, toMs ?? fromMs);
  return lastMs;
}
