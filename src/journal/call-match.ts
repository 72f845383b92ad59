import type { JsonValue } from '../base/json.js';
import type { RecordedRequest } from './exchange.js';

/** Which calls are meant. Every member that is given must hold; an empty match takes every call. */
export interface CallMatch {
  /** The id of an operation of the contract. */
  readonly operation?: string | undefined;
  readonly method?: string | undefined;
  readonly path?: PathMatch | undefined;
  readonly query?: Readonly<Record<string, TextMatch>> | undefined;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, TextMatch>> | undefined;
  readonly body?: BodyMatch | undefined;
  /** Of the answer; only calls that were answered have one. */
  readonly status?: number | undefined;
}

/** A path: `*` stands for anything within a segment, `**` for anything, `{name}` for one segment; or a regular expression. */
export type PathMatch = { readonly glob: string; readonly written: string } | { readonly pattern: string };

/** A text is exactly this, matches a regular expression somewhere, or is there at all (`true`) or not (`false`). */
export type TextMatch = { readonly equals: string } | { readonly pattern: string } | { readonly isPresent: boolean };

/** What a body must have: these values at JSON pointers; at least these members, at any depth; exactly this text. */
export type BodyMatch =
  | { readonly kind: 'pointers'; readonly values: Readonly<Record<string, JsonValue>> }
  | { readonly kind: 'partial'; readonly value: JsonValue }
  | { readonly kind: 'text'; readonly text: string };

/** A call as far as matches look at it. */
export interface MatchedCall {
  readonly request: RecordedRequest;
  readonly operation: string | undefined;
  readonly status?: number | undefined;
}

/** One member of a match that does not hold of a call. */
export interface CallDifference {
  /** `method`, `path`, `query.limit`, `headers.x-tenant`, `body/amount`. */
  readonly part: string;
  readonly expected: string;
  /** `undefined`: there is none. */
  readonly seen: string | undefined;
  /** Nobody can say: that part of the call was too long to be kept. */
  readonly isUnknown?: boolean | undefined;
}
