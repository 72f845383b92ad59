/** One run of the command against one planned fault. All times are the command's own. */
export interface Experiment {
  /** `status 503`, `retry-after past`: the label of the fault in the journal. */
  readonly name: string;
  readonly fault: ProbeFault;
  /** So many attempts show what is asked; `undefined`: the command is left to its end. */
  readonly enoughAttemptCount: number | undefined;
  /** Who waits so long before an attempt has shown what is asked, too. */
  readonly enoughWaitMs?: number | undefined;
  /** So long after the last thing that happened the command is given up on. */
  readonly patienceMs: number;
  /** How much faster than the machine's the command's time is to run. */
  readonly scale: number;
}

/** What every attempt meets. */
export type ProbeFault =
  | { readonly kind: 'none' }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter: RetryAfterText | undefined }
  /** Nobody listens. */
  | { readonly kind: 'refused' }
  /** The connection is reset once the request was read. */
  | { readonly kind: 'reset' }
  /** A good head and half of the body, then a reset. */
  | { readonly kind: 'reset-mid-body' }
  /** A good head and half of the body that it announces, then an orderly end. */
  | { readonly kind: 'truncated' }
  /** The request is read and never answered. */
  | { readonly kind: 'silence' };

export type RetryAfterText =
  | { readonly kind: 'text'; readonly text: string }
  /** An HTTP date so long after the response, rounded up to whole seconds; negative is past. */
  | { readonly kind: 'date'; readonly afterMs: number };

/** The forms of a `Retry-After` field that tell clients apart. */
export type RetryAfterForm = 'seconds' | 'date' | 'past' | 'huge' | 'garbage';

/** Ways in which no whole answer comes. */
export type TransportFailure = 'refused' | 'reset' | 'reset-mid-body' | 'truncated' | 'timeout';
