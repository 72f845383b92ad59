import type { Experiment, ProbeFault, RetryAfterText, TransportFailure } from './experiment.js';

/** Every status that a client may decide about. */
export const PROBED_STATUSES: readonly number[] = [400, 401, 404, 408, 409, 421, 422, 425, 429, 500, 501, 502, 503, 504, 505];

/** The failures in which no whole answer comes, and the fault that brings each about. */
export const PROBED_TRANSPORT: readonly (readonly [failure: TransportFailure, fault: ProbeFault])[] = [
  ['refused', { kind: 'refused' }],
  ['reset', { kind: 'reset' }],
  ['reset-mid-body', { kind: 'reset-mid-body' }],
  ['truncated', { kind: 'truncated' }],
  ['timeout', { kind: 'silence' }],
];

/** How an experiment is watched. */
export interface Watching {
  readonly scale: number;
  readonly patienceMs: number;
  readonly enoughAttemptCount: number | undefined;
  readonly enoughWaitMs?: number | undefined;
}

/** All is well: what one call looks like. */
export function wellExperiment(watching: Watching): Experiment {
  return { name: 'well', fault: { kind: 'none' }, ...watching };
}

/** One status for every attempt. */
export function statusExperiment(status: number, watching: Watching): Experiment {
  return { name: `status ${status}`, fault: { kind: 'status', status, retryAfter: undefined }, ...watching };
}

/** One failure of the transport for every attempt. */
export function transportExperiment(failure: TransportFailure, watching: Watching): Experiment {
  const [, fault] = PROBED_TRANSPORT.find(([name]) => name === failure) ?? ['', { kind: 'silence' } as const];
  return { name: failure, fault, ...watching };
}

/**
 * One status with a `Retry-After` field for every attempt.
 *
 * @param form - for the name
 * @see RFC 9110 §10.2.3
 */
export function retryAfterExperiment(
  form: string,
  { status, retryAfter }: { readonly status: number; readonly retryAfter: RetryAfterText },
  watching: Watching,
): Experiment {
  return { name: `retry-after ${form}`, fault: { kind: 'status', status, retryAfter }, ...watching };
}

/** What belongs in no `Retry-After` field. */
export const GARBAGE_TEXT = 'soon';
/** 40 days: more ms than fit into 31 bits. */
export const HUGE_SECONDS = 3_456_000;
/** An hour ago. */
export const PAST_MS = -3_600_000;
