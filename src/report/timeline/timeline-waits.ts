import type { Gap } from '../../recovery/gaps.js';
import type { LogicalCall, OracleInput } from '../../recovery/oracle.js';
import { backoffWaits } from '../../recovery/oracles/backoff.js';
import { askedWaits } from '../../recovery/oracles/retry-after.js';
import type { Ruling } from '../../recovery/ruling.js';
import type { TimelineWait } from './scenario-timeline.js';
import type { TimelineClock } from './timeline-clock.js';
import { roundedMs } from './timeline-clock.js';

/**
 * The waits of a link beside what its policy allows, as its oracles rule them: the picture says what the verdict says.
 *
 * @param input - of the oracles
 * @param clock - of the picture
 * @returns in the order in which they began
 */
export function timelineWaits(input: OracleInput, clock: TimelineClock): readonly TimelineWait[] {
  const numbers = new Map(input.calls.map((call, index) => [call, index + 1]));
  const asked = askedWaits(input);
  const isAsked = new Set(asked.map(({ gap }) => gap));
  const own = backoffWaits(input).filter(({ gap }) => !isAsked.has(gap));
  const waits = [
    ...own.map(({ gap, loMs, hiMs, ruling }) => waitOf('backoff', gap, { loMs, hiMs, ruling })),
    ...asked.map(({ gap, requiredMs, ruling }) => waitOf('retry-after', gap, { loMs: requiredMs, hiMs: Number.POSITIVE_INFINITY, ruling })),
  ];
  return waits.sort((left, right) => left.fromMs - right.fromMs || left.call - right.call);

  function waitOf(kind: TimelineWait['kind'], gap: Gap, { loMs, hiMs, ruling }: Envelope): TimelineWait {
    return {
      kind,
      call: callNumber(numbers, gap.call),
      retryIndex: gap.retryIndex,
      fromMs: clock.at(beginOf(gap)),
      toMs: clock.at(gap.after.receivedFirstAtMs),
      lowMs: roundedMs(loMs),
      ...(Number.isFinite(hiMs) ? { highMs: roundedMs(hiMs) } : {}),
      verdict: verdictOf(gap, { loMs, hiMs, ruling }, input),
    };
  }
}

/** Longer than allowed, but not surely by the consumer's own doing: that breaks nothing, and shows nothing. */
function verdictOf({ atMostMs }: Gap, { hiMs, ruling }: Envelope, { noise }: OracleInput): TimelineWait['verdict'] {
  const isLong = Number.isFinite(atMostMs) && atMostMs > hiMs + noise.epsilonMs + (noise.latenessMs ?? 0);
  return ruling.kind === 'kept' && isLong ? 'unclear' : ruling.kind;
}

interface Envelope {
  readonly loMs: number;
  readonly hiMs: number;
  readonly ruling: Ruling;
}

function callNumber(numbers: ReadonlyMap<LogicalCall, number>, call: LogicalCall): number {
  return numbers.get(call) ?? 0;
}

/** When the consumer could see the failure; where nobody knows when it gave up, when that was seen. */
function beginOf({ before, after, atMostMs }: Gap): number {
  if (Number.isFinite(atMostMs)) return after.receivedFirstAtMs - atMostMs;
  return Math.min(before.respondedLastAtMs ?? before.receivedLastAtMs, after.receivedFirstAtMs);
}
