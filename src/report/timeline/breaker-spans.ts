import { endOfAttempt, hasSucceeded } from '../../recovery/attempt-outcome.js';
import { failuresBefore } from '../../recovery/breaker-history.js';
import { createCausality } from '../../recovery/causality.js';
import type { LogicalCall, OracleInput } from '../../recovery/oracle.js';
import type { BreakerSpan } from './scenario-timeline.js';
import type { TimelineClock } from './timeline-clock.js';

/**
 * The states of a claimed breaker as the wire shows them: open from the failure that opens it to the next call, when that came no sooner than claimed; half-open while that call is under way;
 * closed otherwise. A consumer that goes on calling shows no open breaker, whatever it claims.
 *
 * @param input - of the oracles
 * @param clock - of the picture
 * @returns without gaps; empty when no breaker is claimed or none was seen open
 */
export function breakerSpans(input: OracleInput, clock: TimelineClock): readonly BreakerSpan[] {
  const { breaker } = input.policy;
  if (breaker === undefined || input.calls.length > MAX_CALL_COUNT) return [];
  const spans: BreakerSpan[] = [];
  const push = (state: BreakerSpan['state'], toMs: number): void => {
    const fromMs = spans.at(-1)?.toMs ?? 0;
    const last = spans.at(-1);
    if (toMs <= fromMs) return;
    if (last?.state === state) spans[spans.length - 1] = { ...last, toMs };
    else spans.push({ state, fromMs, toMs });
  };
  for (const { fromMs, untilMs, probe } of openTimes(input, breaker.failureCount)) {
    const isKept = probe === undefined || untilMs - fromMs >= breaker.openMs - input.noise.epsilonMs;
    if (!isKept) continue;
    push('closed', clock.at(fromMs));
    push('open', clock.at(untilMs));
    if (probe !== undefined) push('half-open', clock.at(endOfCall(probe)));
  }
  if (spans.length > 0) push('closed', clock.lengthMs);
  return spans;
}

interface OpenTime {
  readonly fromMs: number;
  readonly untilMs: number;
  /** The call that ended it; `undefined` when none came. */
  readonly probe: LogicalCall | undefined;
}

function openTimes(input: OracleInput, failureCount: number): readonly OpenTime[] {
  const { calls, asks } = input;
  const causality = createCausality(input);
  const times = calls.flatMap((call, index): OpenTime[] => {
    const run = failuresBefore(calls, index, causality);
    const [first] = call.attempts;
    if (run === undefined || run.calls.length < failureCount || first === undefined) return [];
    return [{ fromMs: run.shownAtMs, untilMs: first.receivedFirstAtMs, probe: call }];
  });
  const last = calls.at(-1);
  const unsent = last === undefined ? [] : asks.filter(({ askedAtMs }) => askedAtMs > (last.attempts.at(-1)?.receivedFirstAtMs ?? 0));
  const [ask] = unsent;
  if (last === undefined || ask === undefined || last.attempts.some(hasSucceeded)) return times;
  // Nothing was sent for what was asked then: as if a call had come that nobody saw.
  const run = failuresBefore([...calls, { ...last, ask }], calls.length, causality);
  if (run === undefined || run.calls.length < failureCount) return times;
  const untilMs = unsent.reduce((latest, { askedAtMs, answeredAtMs }) => Math.max(latest, answeredAtMs ?? askedAtMs), run.shownAtMs);
  return [...times, { fromMs: run.shownAtMs, untilMs, probe: undefined }];
}

function endOfCall({ attempts }: LogicalCall): number {
  return attempts.reduce((latest, attempt) => Math.max(latest, endOfAttempt(attempt)), Number.NEGATIVE_INFINITY);
}

/** Beyond it nobody looks at single calls. */
const MAX_CALL_COUNT = 5_000;
