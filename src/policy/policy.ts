/** The recovery that a consumer claims for one link. What is `undefined` is not claimed, and nothing is held against it. */
export interface RecoveryPolicy {
  /** Of one attempt; of the first when {@link RecoveryPolicy.timeoutGrowth} is claimed. */
  readonly timeoutMs: number | undefined;
  /** Each attempt is given so much more time than the one before it. */
  readonly timeoutGrowth?: TimeoutGrowth | undefined;
  /** Of the whole call, all attempts together. */
  readonly deadlineMs: number | undefined;
  readonly retry: RetryPolicy | undefined;
  readonly retryAfter: RetryAfterPolicy | undefined;
  /** No more requests than the field `RateLimit` says are left, until it is reset (IETF draft). */
  readonly rateLimit?: 'honour' | undefined;
  readonly budget: RetryBudget | undefined;
  readonly breaker: BreakerPolicy | undefined;
  readonly bulkhead: BulkheadPolicy | undefined;
  readonly hedge: HedgePolicy | undefined;
  /** `queue`, `cache`, `default`, or a word of the consumer's own. */
  readonly fallback: string | undefined;
  readonly queue: QueuePolicy | undefined;
  /** The header that carries the key, lower case. */
  readonly idempotency: string | undefined;
  readonly reconnect: ReconnectPolicy | undefined;
}

export interface TimeoutGrowth {
  /** 1 or more. */
  readonly factor: number;
  /** `Infinity` when none is given. */
  readonly capMs: number;
}

export interface RetryPolicy {
  /** The first one counts: 1 is no retry; `Infinity` when no number is claimed. */
  readonly attemptCount: number;
  /** What is tried again; `undefined` leaves it open. */
  readonly on: readonly RetryCondition[] | undefined;
  readonly backoff: Backoff;
  readonly jitter: Jitter;
}

/** `network`: refused, reset, or cut off; `timeout`: the attempt's own time was up. */
export type RetryCondition =
  | { readonly kind: 'status'; readonly first: number; readonly last: number }
  | { readonly kind: 'network' }
  | { readonly kind: 'timeout' };

/** How the wait before attempt n+1 grows, before jitter. A cap that is not given is `Infinity`. */
export type Backoff =
  | { readonly kind: 'none' }
  | { readonly kind: 'constant'; readonly baseMs: number }
  /** base · n. */
  | { readonly kind: 'linear'; readonly baseMs: number; readonly capMs: number }
  /** min(cap, base · factor^(n-1)). */
  | { readonly kind: 'exponential'; readonly baseMs: number; readonly factor: number; readonly capMs: number }
  /** Between base and three times the wait before, at most cap. */
  | { readonly kind: 'decorrelated'; readonly baseMs: number; readonly capMs: number };

/** What chance makes of a wait m: none m; full [0, m]; equal [m/2, m]; proportional [(1-ratio)m, (1+ratio)m]; additive [m, m + max]; double [m, 2m]. */
export type Jitter =
  | { readonly kind: 'none' }
  | { readonly kind: 'full' }
  | { readonly kind: 'equal' }
  | { readonly kind: 'proportional'; readonly ratio: number }
  | { readonly kind: 'additive'; readonly maxMs: number }
  | { readonly kind: 'double' };

export type RetryAfterPolicy =
  /** No attempt earlier than asked. */
  | { readonly kind: 'honour' }
  | { readonly kind: 'ignore' }
  /** Honoured, but never waited longer than so. */
  | { readonly kind: 'capped'; readonly capMs: number };

/** In a sliding window: retries at most `ratio` of the calls, and so many beside. */
export interface RetryBudget {
  readonly ratio: number;
  readonly floorCount: number;
  readonly windowMs: number;
}

export interface BreakerPolicy {
  /** So many failures in a row open it. */
  readonly failureCount: number;
  readonly openMs: number;
  /** At most so many calls at once while half-open; so many successes close it. */
  readonly probeCount: number;
}

export interface BulkheadPolicy {
  readonly concurrentCount: number;
}

export interface HedgePolicy {
  /** A second attempt starts beside the first after so long without an answer. */
  readonly afterMs: number;
  /** All attempts of a call together. */
  readonly attemptCount: number;
}

/** What is kept while the link is down and sent afterwards. */
export interface QueuePolicy {
  /** Within one key (`undefined`: none) messages arrive in the order in which they were asked for. */
  readonly isOrdered: boolean;
  /** Empty again so long after the link is back; `undefined`: no claim. */
  readonly drainMs: number | undefined;
}

export interface ReconnectPolicy {
  readonly attemptCount: number | undefined;
  readonly backoff: Backoff;
  readonly jitter: Jitter;
}
