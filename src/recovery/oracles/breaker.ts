import type { Exchange } from '../../journal/exchange.js';
import type { Ask } from '../../journal/run-journal.js';
import type { BreakerPolicy } from '../../policy/policy.js';
import { headerValue } from '../../wire/http-message.js';
import { endOfAttempt, hasFailed, hasSucceeded } from '../attempt-outcome.js';
import type { Causality } from '../causality.js';
import { createCausality } from '../causality.js';
import type { FailureRun } from '../breaker-history.js';
import { asksRefusedLocally, failuresBefore, shownAtMs } from '../breaker-history.js';
import type { HiddenAttempts } from '../hidden-attempts.js';
import { hiddenAttempts } from '../hidden-attempts.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import type { Judgement, LogicalCall, Oracle, OracleInput } from '../oracle.js';
import { msText } from '../ruling.js';

/**
 * After so many failures in a row nothing is sent for a time, then at most so many calls at once; a failure among them closes the wire
 * again, success opens it, and then every call reaches it. A 4xx is no failure. Asks tell silence from idleness: without them nothing can
 * be said. Exercised: something was asked while it was open and sent nothing, and after it calls went through again.
 */
export const breaker: Oracle = {
  claim: 'breaker',
  summary: 'After so many failures in a row nothing is sent for a time, then a few calls try, and success lets all through again.',
  source: 'https://martinfowler.com/bliki/CircuitBreaker.html',
  judge: (input) => {
    const { breaker } = input.policy;
    if (breaker === undefined) return [];
    if (input.asks.length === 0)
      return [inconclusive(aboutOf(breaker), 'nobody recorded what the consumer was asked: silence may be idleness')];
    const judging = { input, breaker, causality: createCausality(input), hidden: hiddenAttempts(input) };
    return [sentWhileOpen(judging) ?? tooManyProbes(judging) ?? openWithoutReason(judging) ?? heldUp(judging)];
  },
};

interface Judging {
  readonly input: OracleInput;
  readonly breaker: BreakerPolicy;
  readonly causality: Causality;
  readonly hidden: HiddenAttempts;
}

function aboutOf({ failureCount, openMs, probeCount }: BreakerPolicy): { readonly claim: 'breaker'; readonly expected: string } {
  const probes = probeCount === 1 ? 'one call tries' : `${probeCount} calls try`;
  return { claim: 'breaker', expected: `open after ${failureCount} failures in a row for ${msText(openMs)}, then ${probes}` };
}

/** Whenever the last failure of an open breaker was shown, a call that was asked for later waits for `open` from then on. */
function sentWhileOpen(judging: Judging): Judgement | undefined {
  const { input, breaker } = judging;
  for (const [index, call] of input.calls.entries()) {
    const run = openingRun(index, judging);
    const [first] = call.attempts;
    if (run === undefined || first === undefined) continue;
    const afterMs = first.receivedFirstAtMs - run.shownAtMs;
    if (afterMs >= breaker.openMs - input.noise.epsilonMs) continue;
    const seen = `a call ${msText(afterMs)} after the last of ${run.calls.length} failures in a row`;
    const shown = run.calls.slice(-breaker.failureCount);
    return refuted({
      ...aboutOf(breaker),
      seen,
      witness: [...shown.flatMap(({ attempts }) => attempts.map(({ id }) => id)), ...idsOf(call)],
    });
  }
  return undefined;
}

/** Those that began before any of them was answered were let through together; one that was given up keeps the breaker open as long again. */
function tooManyProbes(judging: Judging): Judgement | undefined {
  const { input, breaker } = judging;
  for (const [index, call] of input.calls.entries()) {
    const run = openingRun(index, judging);
    if (run === undefined) continue;
    const probes = probesFrom(judging, index, run);
    if (probes.length <= breaker.probeCount) continue;
    const seen = `${probes.length} calls at once after it was open, the first ${msText((call.attempts[0]?.receivedFirstAtMs ?? 0) - run.shownAtMs)} after the failure`;
    return refuted({ ...aboutOf(breaker), seen, witness: probes.flatMap(idsOf) });
  }
  return undefined;
}

function probesFrom({ input, breaker, causality }: Judging, index: number, run: FailureRun): readonly LogicalCall[] {
  const [first, ...others] = input.calls.slice(index, index + MAX_PROBE_COUNT);
  if (first === undefined) return [];
  const probes: LogicalCall[] = [];
  let untilMs = causality.sentAtEarliestMs(first, 0) + breaker.openMs - input.noise.epsilonMs;
  for (const call of [first, ...others]) {
    if ((call.attempts[0]?.receivedFirstAtMs ?? 0) >= untilMs) break;
    if (call.ask === undefined || call.ask.askedAtMs < run.knownAtMs || !call.isCertain) continue;
    probes.push(call);
    if (causality.wasWaiting(call, 0)) untilMs = Math.min(untilMs, shownAtMs(call, 0, causality));
  }
  return probes;
}

/** Told of a failure at once, with nothing sent, while the breaker had no reason to be open. */
function openWithoutReason(judging: Judging): Judgement | undefined {
  const { input, breaker } = judging;
  const ends = endsOf(judging);
  if (mayRefuseOtherwise(input, ends)) return undefined;
  for (const ask of asksRefusedLocally(input)) {
    const before = ends.filter(({ attempt }) => attempt.receivedFirstAtMs < ask.askedAtMs);
    if (before.length === 0 || mayBeOpenAfter(before, breaker)) continue;
    const shown = before.slice(-breaker.failureCount).map(({ attempt }) => attempt.id);
    const seen = `${ask.text} was refused without a call, and the last ${shown.length} calls had not all failed`;
    return refuted({ ...aboutOf(breaker), seen, witness: [...shown, ask.id] });
  }
  return undefined;
}

/** What an attempt was for the consumer: a success or an answer of 4xx only when it has surely seen it, and otherwise maybe a failure. */
interface SeenEnd {
  readonly attempt: Exchange;
  readonly kind: 'success' | 'answer' | 'maybe-failure';
}

function endsOf({ input, causality }: Judging): readonly SeenEnd[] {
  const ends = input.calls.flatMap((call) =>
    call.attempts.map((attempt, index): SeenEnd => {
      const isAmbiguous = hasFailed(attempt) || AMBIGUOUS_STATUSES.has(attempt.response?.status ?? 0) || !causality.hasSeenEnd(call, index);
      return { attempt, kind: isAmbiguous ? 'maybe-failure' : hasSucceeded(attempt) ? 'success' : 'answer' };
    }),
  );
  // Of two that ended close together the consumer may have seen either first: then the failure counts as the later one.
  const seenAtMs = ({ attempt, kind }: SeenEnd): number => endOfAttempt(attempt) + (kind === 'maybe-failure' ? causality.freezeMs : 0);
  return ends.sort((left, right) => seenAtMs(left) - seenAtMs(right));
}

/** Once it may have been open it may still be, until so many successes in a row have closed it for certain. */
function mayBeOpenAfter(ends: readonly SeenEnd[], { failureCount, probeCount }: BreakerPolicy): boolean {
  let failures = 0;
  let successes = 0;
  let mayBeOpen = false;
  for (const { kind } of ends) {
    if (kind === 'maybe-failure') [failures, successes] = [failures + 1, 0];
    else if (kind === 'success') [failures, successes] = [0, successes + 1];
    mayBeOpen = failures >= failureCount || (mayBeOpen && successes < probeCount);
  }
  return mayBeOpen;
}

/** A full bulkhead, an empty budget and a Retry-After that is still running refuse calls as well. */
function mayRefuseOtherwise({ policy }: OracleInput, ends: readonly SeenEnd[]): boolean {
  if (policy.bulkhead !== undefined || policy.budget !== undefined) return true;
  return ends.some(({ attempt: { response } }) => response !== undefined && headerValue(response.headers, 'retry-after') !== undefined);
}

/** Nothing speaks against it: how much speaks for it. */
function heldUp(judging: Judging): Judgement {
  const { input, breaker } = judging;
  const about = aboutOf(breaker);
  const runs = input.calls.flatMap((_call, index) => openingRun(index, judging) ?? []);
  const silent = input.asks.filter((ask) => isSilentWhileOpen(ask, judging));
  if (silent.length === 0) {
    const reason =
      runs.length === 0
        ? `never did ${breaker.failureCount} calls fail in a row, as far as can be told`
        : 'nothing was asked while it was open';
    return inconclusive(about, reason);
  }
  const witness = silent.slice(0, 3).map(({ id }) => id);
  const lastSilentMs = silent.at(-1)?.askedAtMs ?? 0;
  const successes = input.calls.filter(({ attempts, ask }) => attempts.some(hasSucceeded) && (ask?.askedAtMs ?? 0) > lastSilentMs);
  const seen = `${silent.length} asks sent nothing while it was open, ${successes.length} calls went through afterwards`;
  const isProved = runs.length > 0 && successes.length > breaker.probeCount;
  return judgementOf(isProved ? { kind: 'proved' } : { kind: 'consistent', caseCount: silent.length }, { ...about, seen, witness });
}

function isSilentWhileOpen(ask: Ask, { input, breaker, causality, hidden }: Judging): boolean {
  const { calls } = input;
  const { failureCount, openMs } = breaker;
  const { answeredAtMs } = ask;
  if (answeredAtMs === undefined || hidden.mayBeBetween(ask.askedAtMs, answeredAtMs)) return false;
  const before = calls.filter(({ attempts }) => (attempts[0]?.receivedFirstAtMs ?? 0) < ask.askedAtMs);
  const last = before.at(-1);
  if (last === undefined || ask.askedAtMs > shownAtMs(last, last.attempts.length - 1, causality) + openMs) return false;
  const isCalled = calls.some(({ attempts }) =>
    attempts.some(({ receivedFirstAtMs }) => ask.askedAtMs <= receivedFirstAtMs && receivedFirstAtMs <= answeredAtMs),
  );
  const failing = before.flatMap(({ attempts }) => attempts).slice(-failureCount);
  return !isCalled && failing.length === failureCount && failing.every(hasFailed);
}

function openingRun(index: number, { input, breaker, causality }: Judging): FailureRun | undefined {
  const run = failuresBefore(input.calls, index, causality);
  return run !== undefined && run.calls.length >= breaker.failureCount ? run : undefined;
}

function idsOf({ ask, attempts }: LogicalCall): readonly string[] {
  return [...(ask === undefined ? [] : [ask.id]), ...attempts.slice(0, 1).map(({ id }) => id)];
}

/** Some count them as failures of the provider, some as answers. */
const AMBIGUOUS_STATUSES: ReadonlySet<number> = new Set([408, 425, 429]);
const MAX_PROBE_COUNT = 1_000;
