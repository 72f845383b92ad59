import type { RunJournal } from '../../journal/run-journal.js';
import { endOfJournal } from '../../recovery/journal-end.js';

/** The time of a picture: its zero is the first instant of the journal. */
export interface TimelineClock {
  readonly lengthMs: number;
  /** An instant of the journal on the time of the picture, to the microsecond. */
  readonly at: (instantMs: number) => number;
}

/**
 * The time of a picture.
 *
 * @param journal - of a run
 */
export function timelineClock(journal: RunJournal): TimelineClock {
  const zeroMs = firstInstant(journal);
  const endMs = endOfJournal(journal);
  const at = (instantMs: number): number => roundedMs(instantMs - zeroMs);
  return { lengthMs: Number.isFinite(zeroMs) && Number.isFinite(endMs) ? Math.max(0, at(endMs)) : 0, at };
}

/**
 * A length of time to the microsecond: what is finer is noise of floating point.
 *
 * @param ms - finite
 */
export function roundedMs(ms: number): number {
  // Adding 0 leaves no negative zero, which JSON does not know.
  return Math.round(ms * 1_000) / 1_000 + 0;
}

function firstInstant({ exchanges, messages, asks, connections, faults }: RunJournal): number {
  let firstMs = Number.POSITIVE_INFINITY;
  for (const { receivedFirstAtMs } of exchanges) firstMs = Math.min(firstMs, receivedFirstAtMs);
  for (const { atMs } of messages) firstMs = Math.min(firstMs, atMs);
  for (const { askedAtMs } of asks) firstMs = Math.min(firstMs, askedAtMs);
  for (const { openedAtMs } of connections) firstMs = Math.min(firstMs, openedAtMs);
  for (const { fromMs } of faults) firstMs = Math.min(firstMs, fromMs);
  return firstMs;
}
