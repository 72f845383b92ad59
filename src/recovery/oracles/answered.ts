import { endOfJournal } from '../journal-end.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import type { Ask } from '../../journal/run-journal.js';
import type { Oracle, OracleInput } from '../oracle.js';
import { msText } from '../ruling.js';

/**
 * Every ask is answered within its time, and none is pending for ever. It is late only beyond what the machine may have kept it at each of the places
 * that it passes. Exercised: a fault was in force while something was asked.
 */
export const answered: Oracle = {
  claim: 'answered',
  summary: 'Whoever asks the consumer is answered in time, whatever the provider does.',
  source: 'https://doi.org/10.1145/3694715.3695971 (retry bugs, SOSP 2024)',
  judge: (input) => {
    const limitMs = input.expectations.answeredWithinMs;
    if (limitMs === undefined) return [];
    const about = { claim: 'answered', expected: `each ask answered within ${msText(limitMs)}` } as const;
    if (input.asks.length === 0) return [inconclusive(about, 'nobody recorded what the consumer was asked')];
    const waits = waitsOf(input);
    const slowest = waits.reduce((most, wait) => (wait.lengthMs > most.lengthMs ? wait : most));
    const late = waits.filter(({ lengthMs }) => lengthMs > limitMs);
    const seen = seenText(slowest, late.length);
    const { latenessMs } = input.noise;
    const worst = late.filter(
      ({ lengthMs }) => latenessMs !== undefined && lengthMs > limitMs + PLACE_COUNT * latenessMs + input.noise.epsilonMs,
    );
    if (worst.length > 0) return [refuted({ ...about, seen, witness: worst.slice(0, SHOWN_COUNT).map(({ ask }) => ask.id) })];
    if (late.length > 0)
      return [inconclusive({ ...about, seen }, latenessMs === undefined ? NO_CANARY : 'not later than the machine itself may have been')];
    const pending = waits.find(({ ask }) => ask.outcome === 'pending');
    if (pending !== undefined)
      return [inconclusive({ ...about, seen }, 'an ask was still open when the run ended, and its time was not over')];
    const isExercised =
      input.calls.some(({ attempts }) => attempts.some(({ fault }) => fault !== undefined)) || input.journal.faults.length > 0;
    return [judgementOf(isExercised ? { kind: 'proved' } : { kind: 'consistent', caseCount: waits.length }, { ...about, seen })];
  },
};

interface Wait {
  readonly ask: Ask;
  readonly lengthMs: number;
}

/** What is pending has waited at least until the end of the run. */
function waitsOf({ asks, journal }: OracleInput): readonly Wait[] {
  const endMs = endOfJournal(journal);
  return asks.map((ask) => ({ ask, lengthMs: (ask.answeredAtMs ?? Math.max(endMs, ask.askedAtMs)) - ask.askedAtMs }));
}

function seenText({ ask, lengthMs }: Wait, lateCount: number): string {
  const what = ask.outcome === 'pending' ? `still pending after ${msText(lengthMs)}` : `the slowest after ${msText(lengthMs)}`;
  return lateCount === 0 ? what : `${lateCount} too late, ${what}`;
}

const NO_CANARY = 'without a canary the machine may have been late';
const SHOWN_COUNT = 3;
/** Who asks, who is asked, the way to whom that one asks, and back. */
const PLACE_COUNT = 4;
