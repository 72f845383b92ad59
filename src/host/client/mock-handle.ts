import type { JsonObject, JsonValue } from '../../base/json.js';
import type { TokenOrder } from '../../mock/tokens/issue.js';
import type { Exchange } from '../../journal/exchange.js';

/** Which calls are meant; every member that is given must hold. */
export interface CallQuery {
  /** The id of an operation, or `POST /payments`. */
  readonly operation?: string | undefined;
  readonly method?: string | undefined;
  /** `/orders/{id}`, `/orders/*`, `/internal/**`, or a regular expression. */
  readonly path?: string | { readonly pattern: string } | undefined;
  readonly query?: Readonly<Record<string, TextQuery>> | undefined;
  readonly headers?: Readonly<Record<string, TextQuery>> | undefined;
  /** Members that must be there, at any depth; or values by JSON pointer; or the whole text. */
  readonly body?: JsonValue | undefined;
  /** Of the answer: for the journal and for claims. */
  readonly status?: number | undefined;
}

/** Exactly this; a regular expression; `true` anything, `false` nothing. */
type TextQuery = string | number | boolean | { readonly pattern: string };

/** What is answered in place of the usual; what is left open is as the contract has it. */
export interface CallWishes {
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined;
  readonly json?: JsonValue | undefined;
  readonly body?: string | undefined;
  /** The name of an example of the contract. */
  readonly example?: string | undefined;
  /** A status of the contract, refused when it declares none. */
  readonly code?: number | undefined;
  /** `250ms`, or ms. */
  readonly delay?: string | number | undefined;
  /** For so many calls; for ever when absent. */
  readonly times?: number | undefined;
  /** Only for calls like this. */
  readonly match?: CallQuery | undefined;
}

/** How often a call should have been made: at least once when nothing is said. */
export interface CallCount {
  readonly atLeast?: number | undefined;
  readonly exactly?: number | undefined;
  readonly atMost?: number | undefined;
}

export interface JournalQuestion {
  readonly operation?: string | undefined;
  readonly method?: string | undefined;
  readonly path?: string | undefined;
  readonly status?: number | undefined;
  /** Ms since 1970, or a time like `2026-01-31T12:00:00Z`. */
  readonly since?: number | string | undefined;
  /** The webhooks and callbacks that were sent, every attempt, in place of the calls. */
  readonly sent?: boolean | undefined;
  /** The last so many. */
  readonly limit?: number | undefined;
}

export interface OrderedOverride {
  readonly id: string;
  remove(): Promise<void>;
}

/** All that a mock remembers, to be put back later. */
export interface StateSnapshot extends JsonObject {
  readonly collections: readonly {
    readonly name: string;
    readonly items: readonly { readonly key: string; readonly value: JsonValue }[];
  }[];
}

/** The tokens of a mock whose contract asks for OAuth 2 or OpenID Connect. */
export interface MockTokenDesk {
  /**
   * An access token made to order: `sub` of a user brings its claims along, `expiresIn: '-1m'` has expired a minute ago, any further member is a claim.
   *
   * @throws ControlCallError where the mock issues none
   */
  issue(order?: TokenOrder): Promise<string>;
}

/** Where a webhook goes, and what it says; what is left out is as the workspace and the contract have it. */
export interface WebhookOrder {
  /** A URL, or a system and a path below it. */
  readonly to?: string | undefined;
  readonly payload?: JsonValue | undefined;
}

/** What became of a webhook. */
export interface SentWebhook {
  /** Of its exchange in the journal. */
  readonly id: string;
  /** Who got it. */
  readonly provider: string;
  readonly outcome: string;
  /** `undefined` when it was not answered. */
  readonly status: number | undefined;
}

/** What a test can say to a mock, wherever it runs. */
export interface MockClient {
  /** Where the system is called; of a scope with its prefix, so that nothing else has to be set. */
  readonly url: string;
  /** What says the scope to whoever would rather call the plain URL. */
  readonly headers: Readonly<Record<string, string>>;
  /** Calls are answered like this from now on; the newest that fits decides. */
  override(what: string | CallQuery, wishes: CallWishes): Promise<OrderedOverride>;
  removeOverrides(): Promise<void>;
  /** Calls that were made, oldest first, without secrets. */
  journal(question?: JournalQuestion): Promise<readonly Exchange[]>;
  /** Why a call was answered as it was, sentence by sentence. */
  explain(id: string): Promise<readonly string[]>;
  /**
   * Claims that a call was made.
   *
   * @throws VerificationError that tells which calls came closest
   */
  verify(what: string | CallQuery, count?: CallCount): Promise<void>;
  /** Claims that calls were made one after the other, whatever came between. @throws VerificationError */
  verifyInOrder(...calls: readonly (string | CallQuery)[]): Promise<void>;
  /** `status status=503 count=2`, or the rule as an object. */
  fault(rule: string | JsonObject): Promise<void>;
  removeFaults(): Promise<void>;
  state(): Promise<StateSnapshot>;
  restore(snapshot: StateSnapshot): Promise<void>;
  /** Sends a webhook of the contract now. @throws ControlCallError where there is none of the name, or nobody says where it goes */
  sendWebhook(webhook: string, order?: WebhookOrder): Promise<SentWebhook>;
  readonly tokens: MockTokenDesk;
  /** What varied values are drawn from. */
  seed(text: string): Promise<void>;
  /** Everything of this scope begins anew. */
  reset(): Promise<void>;
  /** The same mock for one test alone: letters, digits and `._-`. */
  scope(name: string): MockClient;
  /** Another system of the same process, reached by the same control API. */
  system(name: string): MockClient;
}
