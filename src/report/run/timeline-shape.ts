import { flag, listOf, members, number, oneOf, optional, text } from './shape.js';

const mark = members({
  id: text,
  atMs: number,
  durationMs: optional(number),
  outcome: oneOf('ok', 'refused', 'failed', 'open'),
  end: text,
  text,
  call: optional(number),
  attempt: optional(number),
  fault: optional(text),
  member: optional(text),
});
const wait = members({
  kind: oneOf('backoff', 'retry-after'),
  call: number,
  retryIndex: number,
  fromMs: number,
  toMs: number,
  lowMs: number,
  highMs: optional(number),
  verdict: oneOf('kept', 'broken', 'unclear'),
});
const timelineLane = members({
  kind: oneOf('asks', 'calls', 'sent', 'delivered'),
  consumer: text,
  provider: text,
  marks: listOf(mark),
  leftOutCount: number,
  waits: listOf(wait),
  leftOutWaitCount: number,
  breaker: listOf(members({ state: oneOf('closed', 'open', 'half-open'), fromMs: number, toMs: number })),
  queue: listOf(members({ atMs: number, count: number })),
  recoveries: listOf(members({ fromMs: number, restoredAtMs: number, recoveredAtMs: optional(number) })),
});
const faultWindow = members({
  label: text,
  fault: text,
  look: oneOf('outage', 'limit', 'slow', 'damage', 'message', 'other'),
  provider: text,
  fromMs: number,
  toMs: optional(number),
});
const bucket = members({
  askCount: number,
  attemptCount: number,
  okCount: number,
  failedCount: number,
  p50Ms: optional(number),
  p95Ms: optional(number),
});
const stage = members({ workflow: text, fromMs: number, toMs: number, fromUserCount: number, toUserCount: number });
const threshold = members({ of: oneOf('latency', 'failures'), text, limit: number });

/** The picture of a scenario. */
export const timelineShape = members({
  lengthMs: number,
  lanes: listOf(timelineLane),
  leftOutLaneCount: number,
  leftOutMarkCount: number,
  faults: listOf(faultWindow),
  leftOutFaultCount: number,
  load: optional(
    members({ bucketMs: number, buckets: listOf(bucket), stages: optional(listOf(stage)), thresholds: optional(listOf(threshold)) }),
  ),
  isIncomplete: flag,
});
