import type { HeaderPairs } from '../wire/http-message.js';
import type { AnswerReason } from './answer-reason.js';

/**
 * One call that really happened, as it stood on the wire. The journal is the append-only list of these, and every verdict can be
 * recomputed from it alone. All instants are of one clock, in ms, fractions allowed; members that do not apply are `undefined`, always
 * present, so that every exchange has one shape in memory.
 */
export interface Exchange {
  /** Unique within its journal. */
  readonly id: string;
  /** `egress`: the consumer called the provider. `ingress`: somebody called the consumer. */
  readonly side: 'egress' | 'ingress';
  readonly consumer: string | undefined;
  readonly provider: string;
  /** Operation id of the provider's contract; `undefined` when the request matched none. */
  readonly operation: string | undefined;
  /** Which connection it came over, unique within the journal; `''` when there was none (a call inside the process). */
  readonly connectionId: string;
  /** The first byte of the request was read. */
  readonly receivedFirstAtMs: number;
  /** The last byte of the request was read. */
  readonly receivedLastAtMs: number;
  /** The moment BEFORE the first byte of the response is written: a later stamp makes a client's wait look shorter than it was. */
  readonly respondedFirstAtMs: number | undefined;
  /** The last byte was written, or the connection was cut. */
  readonly respondedLastAtMs: number | undefined;
  readonly request: RecordedRequest;
  readonly response: RecordedResponse | undefined;
  /** The label of the fault that was in force. */
  readonly fault: string | undefined;
  /**
   * What the provider did because of this request: the same id when it was answered again without being done again, `undefined` when
   * nothing was done or nobody knows.
   */
  readonly effect?: string | undefined;
  /** Of the mock, where scopes are kept apart; absent or `''`: of those who name none. */
  readonly scope?: string | undefined;
  /** Why a mock answered as it did; only in memory, never in a line. */
  readonly reason?: AnswerReason | undefined;
  /** What the judges of the mock saw, in their order; empty when the exchange keeps the contract. */
  readonly problems: readonly ExchangeProblem[];
  readonly outcome: ExchangeOutcome;
}

/**
 * How it ended: `answered` wholly; `aborted` by the side that called, before the answer was whole; `refused` no connection was made;
 * `reset` the answering side cut it; `timedOut` nobody answered in time.
 */
export type ExchangeOutcome = 'answered' | 'aborted' | 'refused' | 'reset' | 'timedOut';

/** A request in the journal: an `HttpRequest` as it is, or one that was read back from a line. */
export interface RecordedRequest {
  readonly method: string;
  /** Origin form, percent-encoding untouched. */
  readonly target: string;
  readonly headers: HeaderPairs;
  readonly body: Uint8Array | string | undefined;
  /** How many bytes of the body were left out of the journal. */
  readonly truncatedBytes?: number | undefined;
}

/** A response in the journal: an `HttpResponse` as it is, or one that was read back from a line. */
export interface RecordedResponse {
  readonly status: number;
  readonly headers: HeaderPairs;
  readonly body: Uint8Array | string | undefined;
  readonly truncatedBytes?: number | undefined;
}

/** A deviation from the contract that was seen in an exchange. */
export interface ExchangeProblem {
  readonly on: 'request' | 'response';
  /** `security`, `body`, `parameter`, `header`, `status`, `media-type`. */
  readonly kind: string;
  /** `['query', 'limit']`, `['body', 'items', '0']`. */
  readonly location: readonly string[];
  /** The schema keyword or the rule. */
  readonly code: string;
  readonly message: string;
}
