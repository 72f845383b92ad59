import type { JsonObject } from '../../base/json.js';
import type { CallMatch } from '../../journal/call-match.js';
import type { HeaderPairs } from '../../wire/http-message.js';

/** What a test has ordered a mock to answer. */
export interface Override {
  /** Unique in its scope. */
  readonly id: string;
  /** Which calls it holds for. */
  readonly match: CallMatch;
  readonly answer: OrderedAnswer;
  readonly delayMs: number;
  /** For how many calls; `undefined`: for ever. */
  readonly times: number | undefined;
  /** As it was written, to be shown. */
  readonly written: JsonObject;
}

/** The answer of an order; what it leaves open is as the contract has it. */
export interface OrderedAnswer {
  readonly status: number | undefined;
  /** In place of those of the same name. */
  readonly headers: HeaderPairs;
  /** With the media type that it is of by itself; `undefined`: the contract's. */
  readonly content: { readonly body: string; readonly mediaType: string | undefined } | undefined;
  /** What the mock is asked for in place of its usual answer. */
  readonly code: number | undefined;
  readonly example: string | undefined;
}
