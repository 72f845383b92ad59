import type { Exchange } from '../../journal/exchange.js';
import type { RunJournal } from '../../journal/run-journal.js';
import { asksOf } from '../asks.js';
import { effectsOfLink } from '../effects-of-link.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import type { Oracle, OracleInput } from '../oracle.js';
import { endpointOf } from '../request-content.js';

/**
 * What can be observed of the run equals the same run without faults: how each ask was answered, and how often each operation had its
 * effect. Two runs are the same when the same was asked. What the machine's own lateness may have changed, an attempt that was given up without
 * any fault, tells nothing. Exercised: a fault was in force.
 */
export const sameOutcome: Oracle = {
  claim: 'same-outcome',
  summary: 'Duplicates, delays and reordering change nothing that can be observed: the outcome is that of the run without them.',
  source: 'https://jepsen.io/consistency',
  judge: (input) => {
    const { baseline } = input;
    const about = { claim: 'same-outcome', expected: 'the outcome of the run without faults' } as const;
    if (baseline === undefined)
      return input.expectations.sameOutcome === true ? [inconclusive(about, 'there is no run without faults to compare with')] : [];
    const asked = counts(input.asks.map(({ text }) => text));
    const before = counts(asksOf(baseline, input.consumer).map(({ text }) => text));
    if (asked.size === 0 || firstDifference(before, asked) !== undefined)
      return [inconclusive(about, 'the two runs were not asked the same')];
    const difference = firstDifference(
      outcomesOf({ ...input, journal: baseline, asks: asksOf(baseline, input.consumer) }),
      outcomesOf(input),
    );
    if (difference === undefined) {
      const isExercised = input.calls.some(({ attempts }) => attempts.some(({ fault }) => fault !== undefined));
      return [
        judgementOf(isExercised ? { kind: 'proved' } : { kind: 'consistent', caseCount: input.asks.length }, {
          ...about,
          seen: 'the same',
        }),
      ];
    }
    const { name, expected, seen } = difference;
    if (mayBeChance(input, baseline)) return [inconclusive(about, 'an attempt failed without a fault: the machine may have been late')];
    return [refuted({ ...about, seen: `${name}: ${seen} times in place of ${expected}`, witness: witnessOf(input, name) })];
  },
};

interface Difference {
  readonly name: string;
  readonly expected: number;
  readonly seen: number;
}

/** On simulated time, where nothing is ever late, whatever failed without a fault would fail again. */
function mayBeChance(input: OracleInput, baseline: RunJournal): boolean {
  if (input.noise.latenessMs === 0) return false;
  const isBroken = ({ outcome, fault }: Exchange): boolean => outcome !== 'answered' && fault === undefined;
  const isRefused = ({ fault, response }: Exchange): boolean => fault === undefined && (response?.status ?? 0) >= 500;
  return [input.journal, baseline].some((journal) =>
    journal.exchanges.some((exchange) => exchange.side === 'egress' && (isBroken(exchange) || isRefused(exchange))),
  );
}

function outcomesOf(input: OracleInput): ReadonlyMap<string, number> {
  const answers = input.asks.map(({ text, outcome, status }) => `${text} → ${status ?? outcome}`);
  return counts([...answers, ...effectsOfLink(input).map(({ exchange }) => `${endpointOf(exchange)} done`)]);
}

function counts(texts: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const text of texts) found.set(text, (found.get(text) ?? 0) + 1);
  return found;
}

/** Fewer than before is told first: something is lost. */
function firstDifference(expected: ReadonlyMap<string, number>, seen: ReadonlyMap<string, number>): Difference | undefined {
  for (const [name, count] of expected) if ((seen.get(name) ?? 0) !== count) return { name, expected: count, seen: seen.get(name) ?? 0 };
  for (const [name, count] of seen) if (!expected.has(name)) return { name, expected: 0, seen: count };
  return undefined;
}

function witnessOf(input: OracleInput, name: string): readonly string[] {
  const asks = input.asks.filter(({ text }) => name.startsWith(`${text} → `)).map(({ id }) => id);
  const effects = effectsOfLink(input).filter(({ exchange }) => `${endpointOf(exchange)} done` === name);
  return [...asks, ...effects.map(({ exchange }) => exchange.id)].slice(0, SHOWN_COUNT);
}

/** The other run has a journal of its own: ids of it are never shown. */
const SHOWN_COUNT = 6;
