import type { Ask } from '../../journal/run-journal.js';
import { endOfAttempt, hasFailed, hasSucceeded } from '../attempt-outcome.js';
import { asksForEffect } from '../ask-marks.js';
import { deliveriesOf } from '../deliveries.js';
import { endOfJournal } from '../journal-end.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import { exchangesOfLink } from '../link.js';
import type { Oracle, OracleInput } from '../oracle.js';
import { outagesOf } from '../outages.js';
import { SAFE_METHODS } from '../request-content.js';
import { msText } from '../ruling.js';

/**
 * Everything the consumer accepted has its effect in the end. Asks and effects belong together by the call that was made for the ask, or
 * by a word that only this ask has. What has no effect is lost once the link was silent for three times its longest wait, and for as long
 * as the policy lets it be silent. Exercised: something failed on the way.
 */
export const nothingLost: Oracle = {
  claim: 'nothing-lost',
  summary: 'Everything the consumer accepted has its effect in the end.',
  source: 'https://microservices.io/patterns/data/transactional-outbox.html',
  judge: (input) => {
    if (input.expectations.nothingLost !== true) return [];
    const about = { claim: 'nothing-lost', expected: 'everything that was accepted has its effect' } as const;
    if (!input.asks.some((ask) => ask.outcome === 'succeeded' && asksForEffect(ask)))
      return [inconclusive(about, 'the consumer accepted nothing that changes anything, or nobody recorded it')];
    if (!hasRecordedEffects(input)) return [inconclusive(about, 'nobody recorded what the provider did')];
    const { expected, missing, refused: unwanted, isSure } = deliveriesOf(input);
    if (expected.length === 0) return [inconclusive(about, 'no call could be told to belong to anything that was asked')];
    const deliveredCount = expected.length - missing.length - unwanted.length;
    const besides = unwanted.length === 0 ? '' : `, ${unwanted.length} were refused by the provider for good`;
    const seen = `${deliveredCount} of ${expected.length} accepted asks have their effect${besides}`;
    const [first] = missing;
    if (first === undefined) {
      const isExercised = exchangesOfLink(input.journal, input).some(hasFailed);
      const isProved = isExercised && isSure && unwanted.length === 0;
      return [judgementOf(isProved ? { kind: 'proved' } : { kind: 'consistent', caseCount: expected.length }, { ...about, seen })];
    }
    const { silentMs, neededMs } = silenceAfter(input, missing);
    if (silentMs <= neededMs)
      return [
        inconclusive(
          { ...about, seen },
          `the run ended ${msText(silentMs)} after the last sign of life: what is missing may still be on its way`,
        ),
      ];
    return [refuted({ ...about, seen: `${seen}; lost: ${first.text}`, witness: witnessOf(missing, input) })];
  },
};

/** Without any effect on record, an answer of success says that nobody looked. */
function hasRecordedEffects(input: OracleInput): boolean {
  const changes = exchangesOfLink(input.journal, input).filter(({ request }) => !SAFE_METHODS.has(request.method));
  return changes.some(({ effect }) => effect !== undefined) || !changes.some(hasSucceeded);
}

/** How long nothing more came, and how long nothing has to come before the rest is lost. */
function silenceAfter(input: OracleInput, missing: readonly Ask[]): { readonly silentMs: number; readonly neededMs: number } {
  const { journal, policy, provider, noise } = input;
  const attempts = exchangesOfLink(journal, input);
  const restoredMs = outagesOf(journal, provider).reduce(
    (last, { toMs }) => Math.max(last, toMs ?? Number.POSITIVE_INFINITY),
    Number.NEGATIVE_INFINITY,
  );
  const lastSignMs = Math.max(
    restoredMs,
    ...missing.slice(0, 1_000).map(({ answeredAtMs, askedAtMs }) => answeredAtMs ?? askedAtMs),
    attempts.reduce((last, attempt) => Math.max(last, endOfAttempt(attempt)), Number.NEGATIVE_INFINITY),
  );
  const longestWaitMs = input.calls.reduce(
    (longest, call) => Math.max(longest, longestGapMs(call.attempts.map(({ receivedFirstAtMs }) => receivedFirstAtMs))),
    0,
  );
  const claimedMs = Math.max(policy.queue?.drainMs ?? 0, policy.breaker?.openMs ?? 0, longestClaimedWaitMs(input));
  return {
    silentMs: endOfJournal(journal) - lastSignMs,
    neededMs: Math.max(3 * longestWaitMs, claimedMs) + (noise.latenessMs ?? LATENESS_MS * journal.timeScale),
  };
}

function longestGapMs(startsMs: readonly number[]): number {
  return startsMs.slice(1).reduce((longest, startMs, index) => Math.max(longest, startMs - (startsMs[index] ?? startMs)), 0);
}

/** A backoff that is capped never waits longer than so; one that is not bounds nothing, and what was seen has to do. */
function longestClaimedWaitMs({ policy }: OracleInput): number {
  const backoff = policy.retry?.backoff;
  if (backoff === undefined || backoff.kind === 'none') return 0;
  if (backoff.kind === 'constant') return 2 * backoff.baseMs;
  return Number.isFinite(backoff.capMs) ? 2 * backoff.capMs : 0;
}

function witnessOf(missing: readonly Ask[], { calls }: OracleInput): readonly string[] {
  return missing
    .slice(0, SHOWN_COUNT)
    .flatMap((ask) => [ask.id, ...calls.filter((call) => call.ask === ask).flatMap(({ attempts }) => attempts.map(({ id }) => id))]);
}

const LATENESS_MS = 1_000;
const SHOWN_COUNT = 3;
