import type { MessageArguments } from '../base/errors.js';
import type { Verdict } from '../finding/severity.js';
import type { Exchange } from '../journal/exchange.js';
import type { Ask, RunJournal } from '../journal/run-journal.js';
import type { RecoveryPolicy } from '../policy/policy.js';
import type { Expectations } from '../policy/expectations.js';

/** Judges one claim from the wire. Pure: the same journal gives the same judgements. */
export interface Oracle {
  /** The claim as users know it, and the end of its finding code: `attempts`, `backoff`, `retry-after`. */
  readonly claim: Claim;
  /** One sentence of law, for `--list-oracles`. */
  readonly summary: string;
  /** The paragraph or paper that decides it. */
  readonly source: string;
  /** @returns nothing when the policy claims nothing of the kind; otherwise one judgement, or one for each operation or key */
  readonly judge: (input: OracleInput) => readonly Judgement[];
}

export type Claim =
  // Over one logical call.
  | 'attempts'
  | 'retryable'
  | 'unsafe-retry'
  | 'backoff'
  | 'jitter'
  | 'retry-after'
  | 'rate-limit'
  | 'timeout'
  | 'deadline'
  | 'truncation'
  // Over all calls of a link.
  | 'budget'
  | 'amplification'
  | 'breaker'
  | 'bulkhead'
  | 'hedge'
  | 'fallback'
  | 'idempotency-key'
  | 'reconnect'
  // Over a run.
  | 'nothing-lost'
  | 'nothing-twice'
  | 'in-order'
  | 'same-outcome'
  | 'answered'
  | 'recovery-time'
  | 'metastable'
  | 'lock-step'
  | 'herd'
  | 'threshold'
  // Over the messages of a link.
  | 'at-least-once'
  | 'effectively-once'
  | 'message-order'
  | 'flush'
  | 'resubscribe'
  | 'dead-letter'
  | 'lag';

export interface OracleInput {
  readonly policy: RecoveryPolicy;
  readonly expectations: Expectations;
  /** Those of this link, in the order of their first attempt. */
  readonly calls: readonly LogicalCall[];
  /** Of this consumer, in order: what it was asked to do, by commands and by exchanges. */
  readonly asks: readonly Ask[];
  /** The whole run; exchanges of other links are in it. */
  readonly journal: RunJournal;
  readonly consumer: string | undefined;
  readonly provider: string;
  readonly noise: Noise;
  /** Values that were made for one thing each: who is asked twice with one of them is asked for the same. */
  readonly uniqueValues?: readonly string[] | undefined;
  /** The same run without faults, where there is one: what `same-outcome` compares with. */
  readonly baseline?: RunJournal | undefined;
}

/** What the wire can tell of times. */
export interface Noise {
  /** ε: an instant of the journal may be wrong by so much in either direction, in ms of the consumer's time. */
  readonly epsilonMs: number;
  /** δ: so late a fixed timer was at worst in this run; `undefined` without a canary, and then nothing is ever too late. */
  readonly latenessMs: number | undefined;
}

/** The attempts that belong to one thing the consumer wanted. */
export interface LogicalCall {
  readonly id: string;
  readonly consumer: string | undefined;
  readonly provider: string;
  readonly operation: string | undefined;
  /** At least one, in order. */
  readonly attempts: readonly Exchange[];
  /** `false` when only method, path and body tie them together: then nothing is proved and no timing refuted. */
  readonly isCertain: boolean;
  readonly groupedBy: 'unique-value' | 'traceparent' | 'idempotency-key' | 'attempt-header' | 'one-at-a-time' | 'same-content';
  /** What the consumer was asked when it made this call; `undefined` when nobody recorded it. */
  readonly ask: Ask | undefined;
}

export interface Judgement {
  readonly claim: Claim;
  readonly verdict: Verdict;
  /** Which operation, or key, when not the whole link. */
  readonly subject?: string | undefined;
  /** Numbers and names for the sentence: `expected`, `seen` are texts that say both. */
  readonly args: MessageArguments;
  /** The slice of the journal that shows it: ids of exchanges and asks, in order. */
  readonly witness: readonly string[];
}
