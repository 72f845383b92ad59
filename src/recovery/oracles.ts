import type { Oracle } from './oracle.js';
import { amplification } from './oracles/amplification.js';
import { answered } from './oracles/answered.js';
import { atLeastOnce } from './oracles/at-least-once.js';
import { attempts } from './oracles/attempts.js';
import { backoff } from './oracles/backoff.js';
import { breaker } from './oracles/breaker.js';
import { budget } from './oracles/budget.js';
import { bulkhead } from './oracles/bulkhead.js';
import { deadLetter } from './oracles/dead-letter.js';
import { deadline } from './oracles/deadline.js';
import { effectivelyOnce } from './oracles/effectively-once.js';
import { fallback } from './oracles/fallback.js';
import { flush } from './oracles/flush.js';
import { hedge } from './oracles/hedge.js';
import { herd } from './oracles/herd.js';
import { idempotencyKey } from './oracles/idempotency-key.js';
import { inOrder } from './oracles/in-order.js';
import { jitter } from './oracles/jitter.js';
import { lag } from './oracles/lag.js';
import { lockStep } from './oracles/lock-step.js';
import { messageOrder } from './oracles/message-order.js';
import { metastable } from './oracles/metastable.js';
import { nothingLost } from './oracles/nothing-lost.js';
import { nothingTwice } from './oracles/nothing-twice.js';
import { rateLimit } from './oracles/rate-limit.js';
import { reconnect } from './oracles/reconnect.js';
import { recoveryTime } from './oracles/recovery-time.js';
import { resubscribe } from './oracles/resubscribe.js';
import { retryAfter } from './oracles/retry-after.js';
import { retryable } from './oracles/retryable.js';
import { sameOutcome } from './oracles/same-outcome.js';
import { threshold } from './oracles/threshold.js';
import { timeout } from './oracles/timeout.js';
import { truncation } from './oracles/truncation.js';
import { unsafeRetry } from './oracles/unsafe-retry.js';

/** All oracles, in the order in which their judgements are told: first those over one call, then over a link, over a run, and over messages. */
export const ORACLES: readonly Oracle[] = [
  attempts,
  retryable,
  unsafeRetry,
  backoff,
  jitter,
  retryAfter,
  rateLimit,
  timeout,
  deadline,
  truncation,
  budget,
  amplification,
  breaker,
  bulkhead,
  hedge,
  fallback,
  idempotencyKey,
  reconnect,
  nothingLost,
  nothingTwice,
  inOrder,
  sameOutcome,
  answered,
  recoveryTime,
  metastable,
  lockStep,
  herd,
  threshold,
  atLeastOnce,
  effectivelyOnce,
  messageOrder,
  flush,
  resubscribe,
  deadLetter,
  lag,
];
