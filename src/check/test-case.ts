import type { JsonValue } from '../base/json.js';
import type { Place } from '../base/place.js';
import type { MediaType, Operation } from '../contract/contract.js';

/** How the requests of a pair are found, in the order in which the phases run: what creates data comes before what needs them. */
export const PHASES = ['examples', 'stateful', 'coverage', 'fuzzing'] as const;
export type Phase = (typeof PHASES)[number];

/** One request that will be sent: values, not bytes, because some of them come from earlier answers. */
export interface TestCase {
  readonly operation: Operation;
  readonly phase: Phase;
  /** For people: an example's name, `query limit at its maximum 100`, `case 17`. */
  readonly name: string;
  readonly intent: Intent;
  /** By `in:name`; what is absent is not sent. */
  readonly parameters: ReadonlyMap<string, JsonValue>;
  readonly body: CaseBody | undefined;
  /** By `in:name`, or `body#/pointer`: values taken from earlier answers; they win. */
  readonly captures: ReadonlyMap<string, CaseCapture>;
  /** Beside those of the pair, and instead of them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly credentials: CaseCredentials;
  /** What is sent instead of what the operation says. */
  readonly override: { readonly method?: string; readonly target?: string } | undefined;
  /** The status whose response example has the same name. */
  readonly expectedStatus: number | undefined;
  /** `documented` by an example of the contract or a fixture of the pair, else `made`. */
  readonly origin: 'documented' | 'made';
  /** The clauses that the case is there for; what effective coverage counts. */
  readonly exercises: readonly ClausePlace[];
}

/** What the provider is expected to make of a case. */
export type Intent =
  /** The data keep the contract, so they must be accepted. */
  | { readonly kind: 'valid' }
  /** The data break one clause, on the wire too, so they must be refused. */
  | { readonly kind: 'invalid'; readonly breach: Breach }
  /** The path is declared, the method is not. */
  | { readonly kind: 'undeclared-method' }
  /** The data keep the contract, the credentials do not. */
  | { readonly kind: 'unauthorised' };

/** The one clause that an invalid request breaks. */
export interface Breach {
  /** By its 2020-12 name; `required` of a parameter or body that is left out, `type` of text that is no number, `syntax` of a malformed body. */
  readonly keyword: string;
  /** `['query', 'limit']`, `['body', 'items', '0', 'price']`. */
  readonly location: readonly string[];
  readonly place: Place;
}

/** A clause of a schema where it was written. */
export interface ClausePlace {
  readonly keyword: string;
  readonly file: string;
  readonly pointer: string;
}

export interface CaseBody {
  readonly mediaType: MediaType;
  readonly value: JsonValue;
}

/** Where a value comes from that is only known while the pair is tested. */
export type CaseCapture =
  /** The last 2xx answer of an operation, in this run. */
  | { readonly kind: 'operation'; readonly operation: string; readonly pointer: string }
  /**
   * An earlier step of the same sequence, counted from 0: a JSON pointer into the body; a header by its lower-case name; a segment of the
   * path in `Location`, `"0"` the last one. Read by `stateful/step-capture.ts`. Under the key `target` a `Location` is the whole target.
   */
  | { readonly kind: 'step'; readonly step: number; readonly from: 'body' | 'header' | 'path'; readonly pointer: string };

/**
 * Whose credentials go with a case: those of the pair, none at all, ones of the right form that nobody gave out, or those of another scheme.
 * `wrong` are for what the pair gets in by, `wrong 1` for the second alternative of the operation's `security`.
 */
export type CaseCredentials = 'pair' | 'none' | 'wrong' | `wrong ${number}` | 'other-scheme';
