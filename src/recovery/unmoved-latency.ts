import type { Exchange } from '../journal/exchange.js';
import type { Ask } from '../journal/run-journal.js';
import { kindOfAsk } from './ask-kind.js';
import { createCausality } from './causality.js';
import { endOfJournal } from './journal-end.js';
import { exchangesOfLink } from './link.js';
import type { OracleInput } from './oracle.js';
import type { Ruling } from './ruling.js';
import { msText } from './ruling.js';

/** A time in which as many calls were in flight as are allowed. */
export interface FullTime {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Whether what has nothing to do with a link was answered as fast as ever while the link was full. The measure is the run's own: asks of the
 * same kind that were answered while no fault was in force anywhere. Moved is only what took far longer than the slowest of these, and longer
 * than a machine stands still.
 *
 * @param input - of an oracle
 * @param full - when the link was full
 * @returns one for each ask that can be told, or the reason why none can
 */
export function unmovedLatency(input: OracleInput, full: readonly FullTime[]): readonly Ruling[] {
  const { asks, noise } = input;
  const endMs = endOfJournal(input.journal);
  const apart = kindsApart(input);
  const isDuring = (ask: Ask): boolean =>
    apart.has(kindOfAsk(ask.text)) && full.some(({ fromMs, toMs }) => fromMs <= ask.askedAtMs && ask.askedAtMs < toMs);
  const during = asks.filter((ask) => isDuring(ask) && !isFaulted(ask, input, (provider) => provider !== input.provider));
  if (during.length === 0) return [{ kind: 'unclear', reason: 'nothing else was asked while the link was full' }];
  if (noise.latenessMs === undefined) return [{ kind: 'unclear', reason: 'without a canary the machine may have been late' }];
  const patienceMs = Math.max(LEAST_MOVE_MS, FREEZE_COUNT * createCausality(input).freezeMs) + noise.epsilonMs;
  return during.map((ask): Ruling => {
    const kind = kindOfAsk(ask.text);
    const before = asks.filter((other) => kindOfAsk(other.text) === kind && isMeasure(other) && !isFaulted(other, input, () => true));
    if (before.length < LEAST_MEASURE_COUNT) return { kind: 'unclear', reason: 'too little of the kind was asked while all was well' };
    const slowestMs = Math.max(...before.map((other) => waitedMs(other, endMs)));
    const seen = `${ask.text} took ${msText(waitedMs(ask, endMs))}, before at most ${msText(slowestMs)}`;
    if (waitedMs(ask, endMs) > MOVE_FACTOR * slowestMs + patienceMs)
      return { kind: 'broken', expected: 'other operations are answered as fast as ever', seen, witness: [ask.id] };
    return { kind: 'kept', isShown: true, seen, witness: [ask.id] };
  });
}

const LEAST_MOVE_MS = 500;
/** A call waits for the machine at several places: at its sender, its receiver, and back. */
const FREEZE_COUNT = 4;
const MOVE_FACTOR = 2;
const LEAST_MEASURE_COUNT = 3;

/** The kinds of asks for which no call of the link was ever made, and beside which none was that could be theirs. */
function kindsApart(input: OracleInput): ReadonlySet<string> {
  const attempts = exchangesOfLink(input.journal, input);
  const owners = new Map(input.calls.flatMap(({ ask, attempts: own }) => own.map((attempt) => [attempt, ask] as const)));
  const apart = new Set(input.asks.map(({ text }) => kindOfAsk(text)));
  for (const attempt of attempts) {
    const owner = owners.get(attempt);
    if (owner !== undefined) apart.delete(kindOfAsk(owner.text));
    else for (const ask of input.asks) if (isOpenAt(ask, attempt)) apart.delete(kindOfAsk(ask.text));
  }
  return apart;
}

function isOpenAt({ askedAtMs, answeredAtMs }: Ask, { receivedFirstAtMs }: Exchange): boolean {
  return askedAtMs <= receivedFirstAtMs && receivedFirstAtMs <= (answeredAtMs ?? Number.POSITIVE_INFINITY);
}

function isMeasure({ answeredAtMs, outcome }: Ask): boolean {
  return answeredAtMs !== undefined && outcome === 'succeeded';
}

function isFaulted({ askedAtMs, answeredAtMs }: Ask, { journal }: OracleInput, ofProvider: (provider: string) => boolean): boolean {
  const untilMs = answeredAtMs ?? Number.POSITIVE_INFINITY;
  return journal.faults.some(
    ({ provider, fault, fromMs, toMs }) =>
      fault !== 'noop' && ofProvider(provider) && fromMs <= untilMs && (toMs ?? Number.POSITIVE_INFINITY) >= askedAtMs,
  );
}

function waitedMs({ askedAtMs, answeredAtMs }: Ask, endMs: number): number {
  return (answeredAtMs ?? endMs) - askedAtMs;
}
