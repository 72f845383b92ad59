/**
 * One run of a scenario as a picture needs it: plain JSON data, bounded, without secrets. Instants are ms since the first that the journal knows; what does not apply is absent, so that it
 * is the same when it was written and read back.
 */
export interface ScenarioTimeline {
  /** From the first instant to the last. */
  readonly lengthMs: number;
  /** What was claimed first, in that order; then what else was seen. */
  readonly lanes: readonly TimelineLane[];
  /** What stands in none of the lanes, since there are more of them than a picture holds. */
  readonly leftOutLaneCount: number;
  readonly leftOutMarkCount: number;
  /** The faults that were in force, in the order in which they began. */
  readonly faults: readonly FaultWindow[];
  readonly leftOutFaultCount: number;
  /** The course of many calls; absent for few. */
  readonly load?: TimelineLoad;
  /** Whether records are missing in the journal. */
  readonly isIncomplete: boolean;
}

/** All of one kind that went from one system to another. */
export interface TimelineLane {
  /** `asks`: what a consumer was asked to do; `calls`: its attempts at a provider; `sent` and `delivered`: messages to and from a broker. */
  readonly kind: 'asks' | 'calls' | 'sent' | 'delivered';
  /** `''` when nobody knows who; of `asks` the system that was asked. */
  readonly consumer: string;
  /** The system whose contract it is; of `asks` `''`. */
  readonly provider: string;
  /** In the order of their instants; thinned evenly when there are too many. */
  readonly marks: readonly TimelineMark[];
  readonly leftOutCount: number;
  /** Between the attempts of calls whose policy claims a backoff, or to honour Retry-After. */
  readonly waits: readonly TimelineWait[];
  readonly leftOutWaitCount: number;
  /** Of a claimed breaker, as far as the wire shows it; empty when it shows nothing. */
  readonly breaker: readonly BreakerSpan[];
  /** How much was kept to be done later; empty when nothing ever was. */
  readonly queue: readonly QueueDepth[];
  readonly recoveries: readonly Recovery[];
}

/** One attempt, ask or passage of a message. */
export interface TimelineMark {
  /** Of the journal. */
  readonly id: string;
  readonly atMs: number;
  /** Absent when it never ended. */
  readonly durationMs?: number;
  /** `refused`: it was told that it is wrong (4xx); `failed`: no whole answer, or one of 5xx; `open`: no end was seen. */
  readonly outcome: 'ok' | 'refused' | 'failed' | 'open';
  /** `503`, `reset`, `acked`. */
  readonly end: string;
  /** `POST /orders`, or the channel. */
  readonly text: string;
  /** The number of the call in its lane, and of the attempt in the call, both from 1; of a message its delivery. */
  readonly call?: number;
  readonly attempt?: number;
  /** The label of the fault that was in force. */
  readonly fault?: string;
  /** Which of many instances of the system. */
  readonly member?: string;
}

/** The time in which a fault was in force. */
export interface FaultWindow {
  readonly label: string;
  /** The kind of fault: `rate-limit`. */
  readonly fault: string;
  readonly look: 'outage' | 'limit' | 'slow' | 'damage' | 'message' | 'other';
  readonly provider: string;
  readonly fromMs: number;
  /** Absent: to the end of the run, or until it had enough. */
  readonly toMs?: number;
}

/** The time between the end of an attempt and the next one of its call, and what the policy allows there. */
export interface TimelineWait {
  readonly kind: 'backoff' | 'retry-after';
  readonly call: number;
  /** 1 before the second attempt. */
  readonly retryIndex: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly lowMs: number;
  /** Absent: as long as it likes. */
  readonly highMs?: number;
  /** As the oracle rules it: `unclear` proves nothing in either direction. */
  readonly verdict: 'kept' | 'broken' | 'unclear';
}

export interface BreakerSpan {
  readonly state: 'closed' | 'open' | 'half-open';
  readonly fromMs: number;
  readonly toMs: number;
}

/** From this instant so much was kept, until the next. */
export interface QueueDepth {
  readonly atMs: number;
  readonly count: number;
}

/** Faults that went away, and the first success after it. */
export interface Recovery {
  readonly fromMs: number;
  readonly restoredAtMs: number;
  /** The beginning of the attempt that succeeded; absent when none did before the next fault, or the end. */
  readonly recoveredAtMs?: number;
}

export interface TimelineLoad {
  readonly bucketMs: number;
  /** Without gaps, from 0. */
  readonly buckets: readonly LoadBucket[];
  /** Of the loads that the scenario plans, in order; absent when it plans none. */
  readonly stages?: readonly LoadStageSpan[];
  /** What must hold of latency and failures; absent when nothing is asked. */
  readonly thresholds?: readonly LoadThreshold[];
}

/** One stage of a load as it is planned: the number of users goes evenly from one to the other. */
export interface LoadStageSpan {
  readonly workflow: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly fromUserCount: number;
  readonly toUserCount: number;
}

/** A limit that a scenario expects of a load: ms of latency, 0..1 of the share that failed. */
export interface LoadThreshold {
  readonly of: 'latency' | 'failures';
  /** As it is written: `http_req_duration p(95)<2000`. */
  readonly text: string;
  readonly limit: number;
}

export interface LoadBucket {
  /** What consumers were asked to do here, and the attempts that began. */
  readonly askCount: number;
  readonly attemptCount: number;
  /** Of the attempts that ended here. */
  readonly okCount: number;
  readonly failedCount: number;
  /** Absent when none was answered wholly here. */
  readonly p50Ms?: number;
  readonly p95Ms?: number;
}
