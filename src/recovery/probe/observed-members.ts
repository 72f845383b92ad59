import type { ObservedMember } from './observed-policy.js';

/** All that can be learnt, in the order in which it is told. */
export const OBSERVED_MEMBERS: readonly ObservedMember[] = [
  'attempts',
  'retries.statuses',
  'retries.transport',
  'retries.methods',
  'backoff',
  'jitter',
  'retryAfter.seconds',
  'retryAfter.date',
  'retryAfter.past',
  'retryAfter.huge',
  'retryAfter.garbage',
  'timeoutMs',
  'idempotencyKey',
  'unsafeRetry',
  'truncatedBody',
];
