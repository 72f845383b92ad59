import type { FaultSpan } from '../../journal/run-journal.js';
import { isMessageFault } from '../../recovery/messages/message-kinds.js';
import type { FaultWindow } from './scenario-timeline.js';
import type { TimelineClock } from './timeline-clock.js';

/**
 * The faults that were in force, as windows of a picture: each as it stands in the journal.
 *
 * @param spans - of a journal
 * @param clock - of the picture
 */
export function faultWindows(spans: readonly FaultSpan[], clock: TimelineClock): readonly FaultWindow[] {
  return spans.map((span) => {
    const { label, fault, provider, fromMs, toMs } = span;
    const until = toMs === undefined ? {} : { toMs: clock.at(toMs) };
    return { label, fault, look: lookOf(span), provider, fromMs: clock.at(fromMs), ...until };
  });
}

function lookOf(span: FaultSpan): FaultWindow['look'] {
  const { fault } = span;
  if (OUTAGES.has(fault)) return 'outage';
  if (LIMITS.has(fault)) return 'limit';
  if (SLOW.has(fault)) return 'slow';
  if (isMessageFault(span)) return 'message';
  return fault === 'noop' ? 'other' : 'damage';
}

const OUTAGES: ReadonlySet<string> = new Set([
  'outage',
  'down',
  'maintenance',
  'broker-down',
  'fail-first',
  'flap',
  'blackhole',
  'accept-reset',
  'partition',
  'status',
  'burst',
  'brownout',
]);
const LIMITS: ReadonlySet<string> = new Set(['rate-limit', 'quota', 'overload']);
const SLOW: ReadonlySet<string> = new Set([
  'latency',
  'degrade',
  'slow-first-byte',
  'dribble',
  'stall',
  'bandwidth',
  'slicer',
  'late-response',
]);
