import type { HttpRequest, HttpResponse } from '../../wire/http-message.js';

/** A request of which an override may decide the answer. */
export interface OverriddenCall {
  readonly request: HttpRequest;
  /** The id of the operation that it reached; `undefined` for none. */
  readonly operation: string | undefined;
}

/** What an override has decided. */
export interface Overriding {
  /** Its id. */
  readonly id: string;
  /** What is answered; `undefined` when the mock answers as ever, only later. */
  readonly response: HttpResponse | undefined;
  /** What the mock is asked for in place of its usual answer: a status and an example of the contract. */
  readonly preferred: { readonly code: string | undefined; readonly example: string | undefined } | undefined;
  readonly delayMs: number;
}

/** What tests have ordered one mock to answer, in one scope. */
export interface OverrideBook {
  /** The newest override that fits; one that holds for a number of calls has one fewer left. */
  take(call: OverriddenCall): Overriding | undefined;
}
