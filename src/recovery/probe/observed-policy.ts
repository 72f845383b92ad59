import type { RetryAfterForm, TransportFailure } from './experiment.js';

/** What a client was seen to do. `null` is not known: the verdict of the member says why. */
export interface ObservedPolicy {
  /** Under a lasting failure that it retries; the first counts. `null` also when it never gives up: the verdict says which. */
  readonly attempts: number | null;
  readonly retries: {
    readonly statuses: readonly number[] | null;
    readonly transport: readonly TransportFailure[] | null;
    readonly methods: readonly string[] | null;
  };
  readonly backoff: ObservedBackoff;
  readonly jitter: { readonly present: boolean | null; readonly kind: JitterKind | null };
  readonly retryAfter: Readonly<Record<RetryAfterForm, RetryAfterClass | null>>;
  /** Of one attempt that is not answered; `null` when it waited as long as it was watched. */
  readonly timeoutMs: number | null;
  readonly idempotencyKey: { readonly present: boolean | null; readonly stable: boolean | null };
  /** A request that is not idempotent, and may have been done, was sent again without a stable key. */
  readonly unsafeRetry: boolean | null;
  readonly truncatedBody: TruncatedBodyClass | null;
  readonly verdicts: Readonly<Record<ObservedMember, ObservedVerdict>>;
}

export interface ObservedBackoff {
  readonly kind: BackoffKind | null;
  /** Of the first wait, before chance. */
  readonly baseMs: number | null;
  /** Of an exponential backoff. */
  readonly factor: number | null;
  /** `null` when none was reached. */
  readonly capMs: number | null;
}

export type BackoffKind = 'none' | 'constant' | 'linear' | 'exponential' | 'other';
export type JitterKind = 'none' | 'full' | 'equal' | 'proportional' | 'additive' | 'decorrelated' | 'other';
export type RetryAfterClass = 'honoured' | 'ignored' | 'capped' | 'hot-loop' | 'hangs' | 'gives-up';
export type TruncatedBodyClass = 'error' | 'retry' | 'success' | 'pending';

export type ObservedMember =
  | 'attempts'
  | 'retries.statuses'
  | 'retries.transport'
  | 'retries.methods'
  | 'backoff'
  | 'jitter'
  | `retryAfter.${RetryAfterForm}`
  | 'timeoutMs'
  | 'idempotencyKey'
  | 'unsafeRetry'
  | 'truncatedBody';

/** How sure a member is, and by what. */
export interface ObservedVerdict {
  readonly verdict: 'proved' | 'refuted' | 'consistent' | 'inconclusive';
  readonly reason?: string | undefined;
  readonly evidence: readonly EvidenceSlice[];
}

/** One attempt of the run that shows it. */
export interface EvidenceSlice {
  /** Which experiment. */
  readonly experiment: string;
  /** Since the run's first attempt. */
  readonly atMs: number;
  readonly method: string;
  readonly target: string;
  readonly status: number | null;
  readonly fault: string | null;
  /** Since the answer before. */
  readonly waitMs: number | null;
}
