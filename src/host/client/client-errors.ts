import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';

/** Calls were not made as a test claims: the message says what was seen, and which calls came closest. */
export class VerificationError extends Error {
  /** `fails`, or `unknown` when the journal had to drop what it depends on. */
  readonly verdict: string;
  readonly verification: JsonObject;

  constructor(verification: JsonObject) {
    super(String(verification['text']));
    this.name = 'VerificationError';
    this.verdict = String(verification['verdict']);
    this.verification = verification;
  }
}

/** A mock did not do what it was asked to. */
export class ControlCallError extends Error {
  readonly status: number;

  constructor(status: number, problem: JsonValue | undefined) {
    const detail = isJsonObject(problem) ? problem['detail'] : undefined;
    super(typeof detail === 'string' ? detail : `the control API answered ${status}`);
    this.name = 'ControlCallError';
    this.status = status;
  }
}
