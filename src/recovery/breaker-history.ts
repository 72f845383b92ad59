import type { Exchange } from '../journal/exchange.js';
import type { Ask } from '../journal/run-journal.js';
import { kindOfAsk } from './ask-kind.js';
import { hasFailed } from './attempt-outcome.js';
import type { Causality } from './causality.js';
import { hiddenAttempts } from './hidden-attempts.js';
import type { LogicalCall, OracleInput } from './oracle.js';
import { failureShownAtMs } from './timing.js';

/** Calls that failed one after the other, the last of them before the consumer was asked again. */
export interface FailureRun {
  readonly calls: readonly LogicalCall[];
  /** When whoever asked was told of the last failure: the consumer knew it by then. */
  readonly knownAtMs: number;
  /** The consumer cannot have known of the last failure before. */
  readonly shownAtMs: number;
}

/**
 * The calls of the same kind that failed in a row right before a call, each asked for only after the one before was answered. What
 * overlaps, what nobody asked for and what is not certain ends the run: the consumer may not have known.
 *
 * @param calls - of a link, in order
 * @param index - of the call they came before
 * @param causality - of the same run
 */
export function failuresBefore(calls: readonly LogicalCall[], index: number, causality: Causality): FailureRun | undefined {
  const call = calls[index];
  if (call?.ask === undefined) return undefined;
  const run: LogicalCall[] = [];
  let nextAskedMs = call.ask.askedAtMs;
  for (let position = index - 1; position >= 0; position -= 1) {
    const before = calls[position];
    if (before === undefined || !before.isCertain || kindOf(before) !== kindOf(call) || !before.attempts.every(isPlainFailure)) break;
    const answeredAtMs = before.ask?.answeredAtMs;
    if (before.ask === undefined || answeredAtMs === undefined || answeredAtMs > nextAskedMs) break;
    run.unshift(before);
    nextAskedMs = before.ask.askedAtMs;
  }
  const last = run.at(-1);
  const knownAtMs = last?.ask?.answeredAtMs;
  if (last === undefined || knownAtMs === undefined) return undefined;
  return { calls: run, knownAtMs, shownAtMs: shownAtMs(last, last.attempts.length - 1, causality) };
}

/**
 * The moment before the consumer could see an attempt fail; of one that it may have given up itself the moment it was sent.
 *
 * @param call - of a link
 * @param index - of the attempt in the call
 * @param causality - of the same run
 */
export function shownAtMs(call: LogicalCall, index: number, causality: Causality): number {
  const attempt = call.attempts[index];
  const shownMs = attempt === undefined || !causality.wasWaiting(call, index) ? undefined : failureShownAtMs(attempt);
  return shownMs ?? causality.sentAtEarliestMs(call, index);
}

/**
 * The asks that came alone, were told of a failure, and for which nothing was sent, although the same ask made a call at another time.
 *
 * @param input - of an oracle
 */
export function asksRefusedLocally(input: OracleInput): readonly Ask[] {
  const { asks, calls } = input;
  // Failures that nobody saw open a breaker, too.
  const hidden = hiddenAttempts(input);
  const startsMs = calls
    .flatMap(({ attempts }) => attempts.map(({ receivedFirstAtMs }) => receivedFirstAtMs))
    .sort((left, right) => left - right);
  const calling = new Set(calls.flatMap(({ ask }) => (ask === undefined ? [] : [kindOfAsk(ask.text)])));
  return asks.filter((ask, index) => {
    const { askedAtMs, answeredAtMs, status, outcome } = ask;
    if (answeredAtMs === undefined || outcome !== 'failed' || (status !== undefined && status < 500) || !calling.has(kindOfAsk(ask.text)))
      return false;
    if (hidden.mayBeBetween(Number.NEGATIVE_INFINITY, answeredAtMs)) return false;
    const isAlone = asks.every(
      (other, position) =>
        position === index || other.askedAtMs >= answeredAtMs || (other.answeredAtMs ?? Number.POSITIVE_INFINITY) <= askedAtMs,
    );
    return isAlone && !startsMs.some((startMs) => askedAtMs <= startMs && startMs <= answeredAtMs);
  });
}

/** A call that was answered badly, cut or never: neither an answer of 4xx nor a body that the consumer did not wait for. */
function isPlainFailure(attempt: Exchange): boolean {
  return hasFailed(attempt) && (attempt.response === undefined || attempt.response.status >= 500 || attempt.outcome === 'reset');
}

/** A breaker may stand before one operation or before all of them: only what is alike is counted together. */
function kindOf({ attempts, operation }: LogicalCall): string {
  const request = attempts[0]?.request;
  return `${request?.method} ${operation ?? kindOfAsk(request?.target ?? '')}`;
}
