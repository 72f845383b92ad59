import type { Exchange } from '../../journal/exchange.js';
import type { Ask } from '../../journal/run-journal.js';
import { kindOfAsk } from '../ask-kind.js';
import { endOfAttempt, hasFailed, hasSucceeded } from '../attempt-outcome.js';
import { endOfJournal } from '../journal-end.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import { exchangesOfLink } from '../link.js';
import type { Judgement, Oracle, OracleInput } from '../oracle.js';
import type { Outage } from '../outages.js';
import { outagesOf } from '../outages.js';
import { SAFE_METHODS } from '../request-content.js';
import { msText } from '../ruling.js';

/**
 * After the last fault has gone the first success comes in time. Time runs from the restoration when work was left over, and otherwise
 * from the first ask or attempt after it: nobody recovers unasked. Exercised: something failed before and succeeded after.
 */
export const recoveryTime: Oracle = {
  claim: 'recovery-time',
  summary: 'The first success comes so long after the fault has gone, at the latest.',
  source: 'https://principlesofchaos.org/ (steady state after the disruption)',
  judge: (input) => {
    const limitMs = input.expectations.recoveredWithinMs;
    if (limitMs === undefined) return [];
    const about = { claim: 'recovery-time', expected: `a success within ${msText(limitMs)} of the restoration` } as const;
    const outages = outagesOf(input.journal, input.provider).filter(({ toMs }) => toMs !== undefined);
    if (outages.length === 0) return [inconclusive(about, 'no fault was in force that went away again')];
    const judgements = outages.map((outage, index) => judgeOutage(input, { outage, limitMs, untilMs: outages[index + 1]?.fromMs }));
    return [smallestVerdict(judgements)];
  },
};

interface Restoration {
  readonly outage: Outage;
  readonly limitMs: number;
  /** When the next outage began. */
  readonly untilMs: number | undefined;
}

function judgeOutage(input: OracleInput, { outage, limitMs, untilMs }: Restoration): Judgement {
  const about = { claim: 'recovery-time', expected: `a success within ${msText(limitMs)} of the restoration` } as const;
  const restoredMs = outage.toMs ?? 0;
  const endMs = Math.min(untilMs ?? Number.POSITIVE_INFINITY, endOfJournal(input.journal));
  const attempts = exchangesOfLink(input.journal, input);
  const failing = attempts.filter(
    (attempt) => hasFailed(attempt) && outage.fromMs <= endOfAttempt(attempt) && attempt.receivedFirstAtMs <= restoredMs,
  );
  if (failing.length === 0) return inconclusive(about, 'nothing failed while the fault was in force');
  const startMs = demandSince(input, { outage, restoredMs, endMs });
  if (startMs === undefined)
    return inconclusive(about, 'nothing that needs the provider was asked of the consumer after the fault had gone');
  const success = attempts.find((attempt) => hasSucceeded(attempt) && endOfAttempt(attempt) >= restoredMs);
  const isInTime = success !== undefined && endOfAttempt(success) <= endMs;
  const tookMs = Math.max(0, (isInTime ? success.receivedFirstAtMs : endMs) - startMs);
  const [lastFailing] = failing.slice(-1);
  const witness = [...(lastFailing === undefined ? [] : [lastFailing.id]), ...(isInTime ? [success.id] : [])];
  const seen = isInTime ? `the first success after ${msText(tookMs)}` : `no success for ${msText(tookMs)}, to the end`;
  if (tookMs <= limitMs) {
    return isInTime
      ? judgementOf({ kind: 'proved' }, { ...about, seen, witness })
      : inconclusive({ ...about, seen }, 'the run ended before the time was over');
  }
  if (!outage.isEndSure) return inconclusive({ ...about, seen }, 'nobody switched the fault off: it may still have been there');
  const { latenessMs, epsilonMs } = input.noise;
  if (latenessMs === undefined) return inconclusive({ ...about, seen }, 'without a canary the machine may have been late');
  return tookMs > limitMs + latenessMs + epsilonMs
    ? refuted({ ...about, seen, witness })
    : inconclusive({ ...about, seen }, 'not later than the machine itself may have been');
}

interface Since {
  readonly outage: Outage;
  readonly restoredMs: number;
  readonly endMs: number;
}

/** Since when there was something to do after the restoration. */
function demandSince(input: OracleInput, { outage, restoredMs, endMs }: Since): number | undefined {
  const { calls, asks, journal, consumer, provider } = input;
  const needed = kindsThatFailed(input, outage, restoredMs);
  const isPending = asks.some(
    ({ askedAtMs, answeredAtMs, text }) =>
      askedAtMs <= restoredMs && (answeredAtMs ?? Number.POSITIVE_INFINITY) > restoredMs && needed.has(kindOfAsk(text)),
  );
  const isUnderWay = calls.some(
    ({ attempts }) => (attempts[0]?.receivedFirstAtMs ?? 0) < restoredMs && (attempts.at(-1)?.receivedFirstAtMs ?? 0) > restoredMs,
  );
  // Accepted, although the call for it failed: it is kept somewhere, and waits to be sent.
  const isKept = calls.some(
    ({ ask, attempts }) =>
      ask?.outcome === 'succeeded' &&
      (ask.answeredAtMs ?? Number.POSITIVE_INFINITY) <= restoredMs &&
      attempts.every((attempt) => hasFailed(attempt) && !SAFE_METHODS.has(attempt.request.method)),
  );
  if (isPending || isUnderWay || isKept) return restoredMs;
  const asked = asks.find(({ askedAtMs, text }) => askedAtMs > restoredMs && needed.has(kindOfAsk(text)))?.askedAtMs;
  const tried = exchangesOfLink(journal, { consumer, provider }).find(
    ({ receivedFirstAtMs }) => receivedFirstAtMs > restoredMs,
  )?.receivedFirstAtMs;
  const sinceMs = Math.min(asked ?? Number.POSITIVE_INFINITY, tried ?? Number.POSITIVE_INFINITY);
  return sinceMs <= endMs ? sinceMs : undefined;
}

/**
 * Who called in vain for an ask while the fault was in force would call for its like again, unless it holds itself back. Of asks that were
 * under way at once nobody knows whose a call was; when all were of one kind, and no call was made beside them, it was one of that kind.
 */
function kindsThatFailed({ calls, asks }: OracleInput, { fromMs }: Outage, restoredMs: number): ReadonlySet<string> {
  const isFailing = (attempt: Exchange): boolean =>
    hasFailed(attempt) && fromMs <= endOfAttempt(attempt) && attempt.receivedFirstAtMs <= restoredMs;
  const failing = calls.filter(({ attempts }) => attempts.some(isFailing));
  const known = failing.flatMap(({ ask }) => (ask === undefined ? [] : [kindOfAsk(ask.text)]));
  const unknown = failing.filter(({ ask }) => ask === undefined).flatMap(({ attempts }) => attempts.filter(isFailing));
  const open = unknown.map(
    ({ receivedFirstAtMs: atMs }) => new Set(asks.filter((ask) => isUnderWayAt(ask, atMs)).map(({ text }) => kindOfAsk(text))),
  );
  const [first] = [...(open[0] ?? [])];
  const isOneKind = first !== undefined && open.every((kinds) => kinds.size === 1 && kinds.has(first));
  return new Set(isOneKind ? [...known, first] : known);
}

function isUnderWayAt({ askedAtMs, answeredAtMs }: Ask, atMs: number): boolean {
  return askedAtMs <= atMs && atMs <= (answeredAtMs ?? Number.POSITIVE_INFINITY);
}

/** Of several outages the worst decides: refuted, then unclear, then proved. */
function smallestVerdict(judgements: readonly Judgement[]): Judgement {
  const [first] = [...judgements].sort((left, right) => VERDICTS.indexOf(left.verdict.kind) - VERDICTS.indexOf(right.verdict.kind));
  return first ?? inconclusive({ claim: 'recovery-time', expected: '' }, 'no fault was in force that went away again');
}

const VERDICTS: readonly Judgement['verdict']['kind'][] = ['refuted', 'proved', 'consistent', 'inconclusive'];
