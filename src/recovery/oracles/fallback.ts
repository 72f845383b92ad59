import type { JsonValue } from '../../base/json.js';
import { valueAtPointer } from '../../base/json-pointer.js';
import type { Ask } from '../../journal/run-journal.js';
import type { FallbackExpectation } from '../../policy/expectations.js';
import { endOfAttempt, hasSucceeded } from '../attempt-outcome.js';
import { endOfJournal } from '../journal-end.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import { liveAfterwards } from '../live-afterwards.js';
import { exchangesOfLink } from '../link.js';
import type { Judgement, Oracle, OracleInput } from '../oracle.js';
import { outagesOf } from '../outages.js';
import { msText } from '../ruling.js';

/**
 * Every ask that meets the outage is answered in time with the declared fallback. An ask meets it when it was asked and answered within
 * it, and nothing of the provider came through meanwhile. Once the provider is back it is what is shown again. Exercised: one was answered so,
 * and another one live afterwards.
 */
export const fallback: Oracle = {
  claim: 'fallback',
  summary: 'Every ask that meets the outage is answered in time with the declared fallback, and live again afterwards.',
  source: 'https://sre.google/sre-book/addressing-cascading-failures/ (graceful degradation)',
  judge: (input) => {
    const { fallback } = input.expectations;
    if (fallback !== undefined) return [judgeFallback(input, fallback)];
    if (input.policy.fallback === undefined) return [];
    const about = { claim: 'fallback', expected: `the fallback "${input.policy.fallback}" while the provider is away` } as const;
    return [inconclusive(about, 'nobody said what the fallback looks like: "expect.fallback" does')];
  },
};

function judgeFallback(input: OracleInput, fallback: FallbackExpectation): Judgement {
  const about = { claim: 'fallback', expected: expectedText(fallback) } as const;
  if (input.asks.length === 0) return inconclusive(about, 'nobody recorded what the consumer was asked');
  const met = asksThatMet(input);
  if (met.length === 0) return inconclusive(about, 'nothing was asked while the provider was away');
  const wrong = met.find((ask) => ask.answeredAtMs !== undefined && mismatchOf(ask, fallback) !== undefined);
  if (wrong !== undefined)
    return refuted({ ...about, seen: `${wrong.text}: ${mismatchOf(wrong, fallback) ?? ''}`, witness: witnessOf(wrong, input) });
  return judgeTime(input, fallback, met) ?? judgeAfterwards(input, fallback, met);
}

function judgeAfterwards(input: OracleInput, fallback: FallbackExpectation, met: readonly Ask[]): Judgement {
  const about = { claim: 'fallback', expected: `${expectedText(fallback)}; live again afterwards` } as const;
  const after = liveAfterwards(input, met, (ask) => mismatchOf(ask, fallback) === undefined);
  const witness = met.slice(0, MAX_SHOWN_COUNT).map(({ id }) => id);
  const seen = `${met.length} asks answered so`;
  switch (after.kind) {
    case 'live':
      return judgementOf({ kind: 'proved' }, { ...about, seen: `${seen}, and live afterwards`, witness: [...witness, after.ask.id] });
    case 'stale':
      return refuted({
        ...about,
        seen: `${after.ask.text}: still the fallback ${msText(after.sinceMs)} after the provider was back`,
        witness: [after.ask.id],
      });
    case 'unclear':
      return judgementOf({ kind: 'consistent', caseCount: met.length }, { ...about, seen: `${seen}; ${after.reason}`, witness });
  }
}

const MAX_SHOWN_COUNT = 3;

function judgeTime(input: OracleInput, fallback: FallbackExpectation, met: readonly Ask[]): Judgement | undefined {
  const about = { claim: 'fallback', expected: expectedText(fallback) } as const;
  const { latenessMs, epsilonMs } = input.noise;
  const endMs = endOfJournal(input.journal);
  const waited = (ask: Ask): number => (ask.answeredAtMs ?? endMs) - ask.askedAtMs;
  const [slowest] = [...met].sort((left, right) => waited(right) - waited(left));
  if (slowest === undefined) return undefined;
  const seen = `${slowest.text}: ${slowest.answeredAtMs === undefined ? 'no answer' : 'an answer'} after ${msText(waited(slowest))}`;
  const isPending = met.some(({ answeredAtMs }) => answeredAtMs === undefined);
  if (fallback.withinMs === undefined || waited(slowest) <= fallback.withinMs) {
    return isPending ? inconclusive({ ...about, seen }, 'an ask was still open when the run ended') : undefined;
  }
  if (latenessMs !== undefined && waited(slowest) > fallback.withinMs + latenessMs + epsilonMs) {
    return refuted({ ...about, seen, witness: witnessOf(slowest, input) });
  }
  return inconclusive(
    { ...about, seen },
    latenessMs === undefined ? 'without a canary the machine may have been late' : 'not later than the machine itself may have been',
  );
}

/** Whatever the provider answered well while the ask was open may be what it was answered with: such an ask did not meet the outage. */
function asksThatMet({ asks, journal, consumer, provider, noise }: OracleInput): readonly Ask[] {
  const outages = outagesOf(journal, provider);
  const attempts = exchangesOfLink(journal, { consumer, provider });
  const endMs = endOfJournal(journal);
  return asks.filter((ask) => {
    const untilMs = ask.answeredAtMs ?? endMs;
    const isWithin = outages.some(
      ({ fromMs, toMs }) => fromMs + noise.epsilonMs <= ask.askedAtMs && untilMs <= (toMs ?? Number.POSITIVE_INFINITY),
    );
    if (!isWithin) return false;
    const during = attempts.filter((attempt) => endOfAttempt(attempt) >= ask.askedAtMs && attempt.receivedFirstAtMs <= untilMs);
    // An ask that called nobody may never have needed the provider, unless those before it did: it is taken when its like was.
    return !during.some(hasSucceeded) && (during.length > 0 || hasLikeThatCalled(ask, asks, attempts));
  });
}

function hasLikeThatCalled(ask: Ask, asks: readonly Ask[], attempts: readonly { readonly receivedFirstAtMs: number }[]): boolean {
  return asks.some((other) => {
    if (other.text !== ask.text || other === ask) return false;
    const untilMs = other.answeredAtMs ?? Number.POSITIVE_INFINITY;
    return attempts.some(({ receivedFirstAtMs }) => other.askedAtMs <= receivedFirstAtMs && receivedFirstAtMs <= untilMs);
  });
}

function mismatchOf({ status, answer, outcome }: Ask, fallback: FallbackExpectation): string | undefined {
  if (fallback.status !== undefined && status !== fallback.status) return `answered ${status ?? outcome}`;
  const entries = Object.entries(fallback.body);
  if (entries.length === 0) return undefined;
  const body = parsed(answer);
  for (const [pointer, expected] of entries) {
    const value = body === undefined ? undefined : valueAtPointer(body, pointer);
    if (!isSame(value, expected))
      return `${pointer === '' ? 'the answer' : pointer} is ${value === undefined ? 'not there' : shortJson(value)}`;
  }
  return undefined;
}

function parsed(text: string | undefined): JsonValue | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as JsonValue);
  } catch {
    // An answer that is no JSON has no members: that it lacks them is what is told.
    return undefined;
  }
}

function isSame(left: JsonValue | undefined, right: JsonValue): boolean {
  return left !== undefined && canonical(left) === canonical(right);
}

/** Members in the order of their names: JSON objects have no other. */
function canonical(value: JsonValue): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );
}

function expectedText({ status, body, withinMs }: FallbackExpectation): string {
  const parts = [
    status === undefined ? '' : `status ${status}`,
    ...Object.entries(body).map(([pointer, value]) => `${pointer} ${shortJson(value)}`),
    withinMs === undefined ? '' : `within ${msText(withinMs)}`,
  ].filter((part) => part !== '');
  return `the fallback while the provider is away${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
}

function shortJson(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length <= SHOWN_CHARACTER_COUNT ? text : `${text.slice(0, SHOWN_CHARACTER_COUNT)}…`;
}

function witnessOf(ask: Ask, { journal, consumer, provider }: OracleInput): readonly string[] {
  const untilMs = ask.answeredAtMs ?? Number.POSITIVE_INFINITY;
  const during = exchangesOfLink(journal, { consumer, provider }).filter(
    ({ receivedFirstAtMs }) => ask.askedAtMs <= receivedFirstAtMs && receivedFirstAtMs <= untilMs,
  );
  return [ask.id, ...during.map(({ id }) => id)];
}

const SHOWN_CHARACTER_COUNT = 60;
