import type { JsonValue } from '../base/json.js';

/** What must hold of a whole run (`x-recovery`, `mortise judge --expect`), whatever policy brings it about. `undefined`: not asked. */
export interface Expectations {
  /** Everything the consumer accepted has its effect in the end. */
  readonly nothingLost: boolean | undefined;
  /** Nothing has its effect twice. */
  readonly nothingTwice: boolean | undefined;
  /**
   * Effects come in the order in which they were asked for, or sent; within each value at this pointer of the body or payload, over all (`''`), or for messages
   * within the key of the broker (`key`).
   */
  readonly inOrderBy: string | undefined;
  /** The first success comes so long after the fault has gone, at the latest. */
  readonly recoveredWithinMs: number | undefined;
  /** Every ask is answered within this time; none is pending for ever. */
  readonly answeredWithinMs: number | undefined;
  /** Attempts of one call. */
  readonly attemptsAtMost: number | undefined;
  /** Attempts for each call, over the run. */
  readonly amplificationAtMost: number | undefined;
  /** While the fault is in force every ask is answered like this. */
  readonly fallback: FallbackExpectation | undefined;
  /** No success is told of a body that came damaged. */
  readonly noSilentCorruption: boolean | undefined;
  /** Calls that start within this window of each other are a herd when they are more than this share of the fleet. */
  readonly herd: { readonly windowMs: number; readonly maxRatio: number } | undefined;
  /** After the overload the attempts return to the offered load within this time. */
  readonly settlesWithinMs: number | undefined;
  /** Every message that the broker accepted is processed in the end. */
  readonly atLeastOnce?: boolean | undefined;
  /** No message is processed twice, however often it is delivered. */
  readonly effectivelyOnce?: boolean | undefined;
  /** A message that cannot be processed is put aside after so many deliveries, and the others are processed. */
  readonly deadLetterWithin?: { readonly attemptCount: number } | undefined;
  /** What is sent after the broker is back is received within this time. */
  readonly resubscribedWithinMs?: number | undefined;
  /** What the broker did not take while it was away is sent within this time after it is back: all of it, once, in order. */
  readonly flushedWithinMs?: number | undefined;
  /** From sending a message until it is processed. */
  readonly lagAtMostMs?: number | undefined;
  /** What can be observed equals what can be observed of the same run without faults. */
  readonly sameOutcome?: boolean | undefined;
  readonly thresholds: readonly Threshold[];
}

export interface FallbackExpectation {
  readonly status: number | undefined;
  /** A JSON pointer into the answer, and the value it must have. */
  readonly body: Readonly<Record<string, JsonValue>>;
  readonly withinMs: number | undefined;
}

/** k6's words: `http_req_duration: p(95)<2000`, `http_req_failed: rate<0.05`. */
export interface Threshold {
  readonly metric: ThresholdMetric;
  readonly statistic:
    | { readonly kind: 'avg' | 'min' | 'max' | 'med' | 'rate' | 'count' }
    | { readonly kind: 'percentile'; readonly percent: number };
  readonly comparison: '<' | '<=' | '>' | '>=' | '==' | '!=';
  /** Ms for durations, 0..1 for rates, a second for throughput. */
  readonly limit: number;
}

export type ThresholdMetric = 'http_req_duration' | 'http_req_failed' | 'http_reqs' | 'message_rate' | 'queue_depth' | 'checks';

/** Nothing is asked. */
export const NO_EXPECTATIONS: Expectations = {
  nothingLost: undefined,
  nothingTwice: undefined,
  inOrderBy: undefined,
  recoveredWithinMs: undefined,
  answeredWithinMs: undefined,
  attemptsAtMost: undefined,
  amplificationAtMost: undefined,
  fallback: undefined,
  noSilentCorruption: undefined,
  herd: undefined,
  settlesWithinMs: undefined,
  thresholds: [],
};
