import type { Exchange } from '../journal/exchange.js';
import type { Ask } from '../journal/run-journal.js';
import { kindOfAsk } from './ask-kind.js';
import { endOfAttempt, hasSucceeded } from './attempt-outcome.js';
import { exchangesOfLink } from './link.js';
import type { OracleInput } from './oracle.js';
import { outagesOf } from './outages.js';

/** Whether a consumer that fell back shows what the provider says again, once it is back. */
export type LiveAfterwards =
  | { readonly kind: 'live'; readonly ask: Ask }
  /** It still falls back, though it had the time to see that the provider is back, and nothing keeps it from asking. */
  | { readonly kind: 'stale'; readonly ask: Ask; readonly sinceMs: number }
  | { readonly kind: 'unclear'; readonly reason: string };

/**
 * What the asks after an outage were answered with. One of them is stale only where a fallback can be told from what the provider says, where
 * no fault was in force at any system meanwhile, where no call failed since, and when nobody else was asking: a breaker that tries whether
 * the provider is back may well send others away. How long recovering may take is what the run expects, else how long the claimed breaker is open.
 *
 * @param input - of an oracle
 * @param met - the asks that were answered with the fallback
 * @param isFallback - whether an answer is as the fallback must be
 */
export function liveAfterwards(input: OracleInput, met: readonly Ask[], isFallback: (ask: Ask) => boolean): LiveAfterwards {
  const { asks, expectations, policy, noise, journal, provider } = input;
  const attempts = exchangesOfLink(journal, input);
  const kinds = new Set(met.map(({ text }) => kindOfAsk(text)));
  const alike = asks.filter(({ text }) => kinds.has(kindOfAsk(text)));
  const isLive = (ask: Ask): boolean => attemptsDuring(ask, attempts).some(hasSucceeded);
  const canTell = alike.some((ask) => isLive(ask) && !isFallback(ask));
  const outages = outagesOf(journal, provider);
  const [last] = outages.slice(-1);
  if (last?.toMs === undefined) return { kind: 'unclear', reason: 'the provider was away to the end' };
  const { toMs } = last;
  const after = alike.filter(({ askedAtMs, answeredAtMs }) => askedAtMs > toMs && answeredAtMs !== undefined);
  const [first] = after;
  if (first === undefined) return { kind: 'unclear', reason: 'nothing was asked once the provider was back' };
  const live = after.find((ask) => isLive(ask) && !(canTell && isFallback(ask)));
  const allowanceMs = expectations.recoveredWithinMs ?? policy.breaker?.openMs;
  if (allowanceMs !== undefined && noise.latenessMs !== undefined && last.isEndSure && canTell) {
    const dueMs = first.askedAtMs + allowanceMs + noise.latenessMs + noise.epsilonMs;
    const stale = after.find(
      (ask) =>
        ask.askedAtMs > dueMs && isFallback(ask) && !isFaulted(ask, input) && isAlone(ask, asks) && !hasFailedSince(toMs, ask, attempts),
    );
    if (stale !== undefined) return { kind: 'stale', ask: stale, sinceMs: stale.askedAtMs - toMs };
  }
  if (live !== undefined) return { kind: 'live', ask: live };
  if (!canTell) return { kind: 'unclear', reason: 'no live answer was seen that differs from the fallback' };
  return { kind: 'unclear', reason: 'what was asked once the provider was back was not answered by it' };
}

function attemptsDuring({ askedAtMs, answeredAtMs }: Ask, attempts: readonly Exchange[]): readonly Exchange[] {
  const untilMs = answeredAtMs ?? Number.POSITIVE_INFINITY;
  return attempts.filter((attempt) => endOfAttempt(attempt) >= askedAtMs && attempt.receivedFirstAtMs <= untilMs);
}

/** What failed once the provider was back may have opened a breaker again, and rightly so. */
function hasFailedSince(restoredMs: number, { answeredAtMs = Number.POSITIVE_INFINITY }: Ask, attempts: readonly Exchange[]): boolean {
  return attempts.some(
    (attempt) => !hasSucceeded(attempt) && endOfAttempt(attempt) > restoredMs && attempt.receivedFirstAtMs <= answeredAtMs,
  );
}

/** Who leans on several systems may fall back because of another one. */
function isFaulted({ askedAtMs, answeredAtMs = askedAtMs }: Ask, { journal }: OracleInput): boolean {
  return journal.faults.some(({ fromMs, toMs, fault }) => fault !== 'noop' && fromMs <= answeredAtMs && (toMs ?? askedAtMs) >= askedAtMs);
}

function isAlone(ask: Ask, asks: readonly Ask[]): boolean {
  const untilMs = ask.answeredAtMs ?? Number.POSITIVE_INFINITY;
  return asks.every(
    (other) => other === ask || other.askedAtMs > untilMs || (other.answeredAtMs ?? Number.POSITIVE_INFINITY) < ask.askedAtMs,
  );
}
