/** Why a mock gave the answer that it gave. Made once with an answer that is given again and again, so that nobody pays for it on the way. */
export interface AnswerReason {
  /** What decided: the contract for a call that keeps it, the call's own wish, its violations, an order of a test, what is remembered, … */
  readonly by: AnswerDecision;
  readonly status: number;
  /** Which response of the contract: `200`, `2XX`, `default`; `undefined` when it is none of the contract's. */
  readonly declared?: string | undefined;
  readonly mediaType?: string | undefined;
  readonly content?: AnswerContent | undefined;
  /** The id of the order of a test that was followed. */
  readonly override?: string | undefined;
  /** The problem that was answered: `NO_PATH_MATCHED_ERROR`. */
  readonly problem?: string | undefined;
  /** What was passed over, and why. */
  readonly note?: string | undefined;
}

export type AnswerDecision = 'usual' | 'preference' | 'refusal' | 'override' | 'state' | 'issuer' | 'preflight' | 'problem';

/** Where the content came from: an example of the contract, a fixed or a drawn value of its schema, an order of a test; `none` there is none. */
export interface AnswerContent {
  readonly from: 'example' | 'schema' | 'drawn' | 'override' | 'none';
  /** Of the example. */
  readonly name?: string | undefined;
}
