import type { Exchange } from '../../journal/exchange.js';
import { isOfSystem } from '../../journal/member-name.js';
import { askMarks, asksForEffect } from '../../recovery/ask-marks.js';
import { endOfAttempt, hasSucceeded } from '../../recovery/attempt-outcome.js';
import { exchangesOfLink } from '../../recovery/link.js';
import { messageFlow } from '../../recovery/messages/message-flow.js';
import type { OracleInput } from '../../recovery/oracle.js';
import { SAFE_METHODS } from '../../recovery/request-content.js';
import type { QueueDepth, TimelineLane } from './scenario-timeline.js';
import type { TimelineClock } from './timeline-clock.js';

/** The time in which one thing was kept. */
interface Kept {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * How much of a link was kept to be done later, as far as the wire shows it: asks that were accepted and whose call succeeded only afterwards; messages that a broker refused until it took them;
 * messages that it had and that were not processed yet. What was never done is kept to the end.
 *
 * @param kind - of the lane
 * @param input - of the oracles
 * @param clock - of the picture
 * @returns one for each change; empty when nothing was ever kept
 */
export function queueDepth(kind: TimelineLane['kind'], input: OracleInput, clock: TimelineClock): readonly QueueDepth[] {
  if (kind === 'calls') return depthsOf(keptAsks(input), clock);
  if (kind === 'sent') return depthsOf(refusedMessages(input), clock);
  return kind === 'delivered' ? depthsOf(waitingMessages(input), clock) : [];
}

/** Which ask a late delivery is of is told by a value that only this ask has. */
function keptAsks({ policy, asks, calls, journal, consumer, provider }: OracleInput): readonly Kept[] {
  if (policy.queue === undefined && policy.fallback !== 'queue') return [];
  const marks = askMarks(asks, journal);
  const firstSuccess = new Map<string, Exchange>();
  for (const exchange of exchangesOfLink(journal, { consumer, provider })) {
    if (SAFE_METHODS.has(exchange.request.method) || !hasSucceeded(exchange)) continue;
    for (const { id } of marks.asksOf(exchange)) if (!firstSuccess.has(id)) firstSuccess.set(id, exchange);
  }
  const failed = new Set(calls.flatMap(({ ask, attempts }) => (ask === undefined || attempts.some(hasSucceeded) ? [] : [ask.id])));
  return asks.flatMap((ask) => {
    const { id, outcome, answeredAtMs } = ask;
    if (outcome !== 'succeeded' || answeredAtMs === undefined || !asksForEffect(ask)) return [];
    const done = firstSuccess.get(id);
    if (done === undefined) return failed.has(id) ? [{ fromMs: answeredAtMs, toMs: Number.POSITIVE_INFINITY }] : [];
    return [{ fromMs: answeredAtMs, toMs: endOfAttempt(done) }];
  });
}

function refusedMessages({ journal, provider, consumer }: OracleInput): readonly Kept[] {
  const kept = new Map<string, { fromMs: number; toMs: number }>();
  for (const { side, provider: of, sender, messageKey, outcome, atMs, settledAtMs = atMs } of journal.messages) {
    if (side !== 'sent' || of !== provider || messageKey === '' || (consumer !== undefined && !isOfSystem(sender, consumer))) continue;
    const key = `${sender ?? ''}\n${messageKey}`;
    const known = kept.get(key);
    if (outcome !== 'accepted') kept.set(key, known ?? { fromMs: settledAtMs, toMs: Number.POSITIVE_INFINITY });
    else if (known !== undefined) known.toMs = Math.min(known.toMs, atMs);
  }
  return [...kept.values()];
}

/** What a fault took away waits for nobody. */
function waitingMessages(input: OracleInput): readonly Kept[] {
  return messageFlow(input).histories.flatMap(({ sent, deliveries, isTaken }): Kept[] => {
    const accepted = sent.find(({ outcome }) => outcome === 'accepted');
    if (accepted === undefined || deliveries.length === 0 || isTaken) return [];
    const ends = deliveries.flatMap(({ settledAtMs, outcome }) =>
      settledAtMs === undefined || outcome === 'requeued' ? [] : [settledAtMs],
    );
    return [{ fromMs: accepted.atMs, toMs: ends.reduce((first, one) => Math.min(first, one), Number.POSITIVE_INFINITY) }];
  });
}

function depthsOf(kept: readonly Kept[], clock: TimelineClock): readonly QueueDepth[] {
  const changes = new Map<number, number>();
  const change = (atMs: number, by: number): void => {
    changes.set(atMs, (changes.get(atMs) ?? 0) + by);
  };
  for (const { fromMs, toMs } of kept) {
    if (toMs <= fromMs) continue;
    change(clock.at(fromMs), 1);
    if (Number.isFinite(toMs)) change(clock.at(toMs), -1);
  }
  let count = 0;
  const depths = [...changes]
    .sort(([left], [right]) => left - right)
    .map(([atMs, by]) => {
      count += by;
      return { atMs, count };
    });
  return highest(depths);
}

/** Of a long course each stretch is told by its highest depth. */
function highest(depths: readonly QueueDepth[]): readonly QueueDepth[] {
  if (depths.length <= MAX_DEPTH_COUNT) return depths;
  const length = Math.ceil(depths.length / MAX_DEPTH_COUNT);
  const stretches = Array.from({ length: Math.ceil(depths.length / length) }, (_, index) =>
    depths.slice(index * length, (index + 1) * length),
  );
  const last = depths.at(-1);
  const told = stretches.flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ atMs: first.atMs, count: others.reduce((most, { count }) => Math.max(most, count), first.count) }],
  );
  return last === undefined || told.at(-1)?.atMs === last.atMs ? told : [...told, last];
}

const MAX_DEPTH_COUNT = 500;
