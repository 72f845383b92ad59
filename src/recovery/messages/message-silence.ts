import { endOfJournal } from '../journal-end.js';
import type { OracleInput } from '../oracle.js';
import { messageFlow } from './message-flow.js';

/** How long nothing more came at the end of a run, and how long nothing has to come before what is missing is lost. */
export interface Silence {
  readonly silentMs: number;
  readonly neededMs: number;
}

/**
 * The silence at the end of what flows over a link. What is missing is lost only when it was silent for three times its longest pause: between two deliveries of one
 * message, from sending to delivery, in handling one, and in coming back after the broker was away.
 *
 * @param input - of an oracle
 */
export function silenceOf(input: OracleInput): Silence {
  const { journal, noise, policy } = input;
  const { histories, deliveries, own, absences } = messageFlow(input);
  let lastSignMs = Number.NEGATIVE_INFINITY;
  let longestMs = 0;
  for (const { atMs, settledAtMs = atMs } of [...deliveries, ...own]) {
    lastSignMs = Math.max(lastSignMs, settledAtMs);
    longestMs = Math.max(longestMs, settledAtMs - atMs);
  }
  for (const { sent, deliveries: seen } of histories) {
    for (const { atMs, settledAtMs = atMs } of sent) lastSignMs = Math.max(lastSignMs, settledAtMs);
    const startsMs = seen.map(({ atMs }) => atMs);
    const firstMs = sent[0]?.settledAtMs ?? startsMs[0] ?? 0;
    startsMs.reduce((before, startMs) => {
      longestMs = Math.max(longestMs, startMs - before);
      return startMs;
    }, firstMs);
  }
  for (const { toMs = Number.POSITIVE_INFINITY } of absences) lastSignMs = Math.max(lastSignMs, toMs);
  const claimedMs = Math.max(policy.queue?.drainMs ?? 0, policy.breaker?.openMs ?? 0);
  return {
    silentMs: endOfJournal(journal) - lastSignMs,
    neededMs: Math.max(3 * longestMs, claimedMs) + (noise.latenessMs ?? LATENESS_MS * journal.timeScale),
  };
}

const LATENESS_MS = 1_000;
