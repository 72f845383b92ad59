import type { JsonObject, JsonValue } from '../base/json.js';

/** What `mortise.yaml` says: the systems, who calls whom, and what each consumer claims. Paths are resolved, variables filled in. */
export interface Workspace {
  /** The workspace file, or the contract that stands alone, as the user gave it. */
  readonly file: string;
  /** What the file says, as text: places are looked up in it when an error is shown. */
  readonly text: string;
  /** Where programs are started and relative paths begin. */
  readonly folder: string;
  /** By name, in the order of the file. */
  readonly systems: ReadonlyMap<string, System>;
  /** In the order of the file. */
  readonly integrations: readonly Pair[];
  /** Paths or globs of Arazzo documents, resolved. */
  readonly scenarios: readonly string[];
}

export interface System {
  readonly name: string;
  readonly pointer: string;
  /** Path or URL of its OpenAPI document. A system without one can only be a consumer. */
  readonly openapi: string | undefined;
  readonly asyncapi: string | undefined;
  /** Where the real one runs, without a trailing slash. Wins over `start`; without both the mock stands in. */
  readonly url: string | undefined;
  readonly broker: string | undefined;
  /** The command line that runs it. */
  readonly start: string | undefined;
  /** A path that answers below 500 once the program is ready; without it an accepted connection is enough. */
  readonly health: string | undefined;
  /** The port its program listens on, when it cannot be told one by `PORT`. */
  readonly port: number | undefined;
  /** What its program finds in its environment, beside `PORT` and `MORTISE_URL_<SYSTEM>`. */
  readonly env: Readonly<Record<string, string>>;
}

/** One consumer with one provider. */
export interface Pair {
  readonly consumer: string;
  readonly provider: string;
  readonly pointer: string;
  /** Ids of the operations it calls; `undefined` for all that the provider offers. */
  readonly uses: readonly string[] | undefined;
  /** The claims as written; judged later. */
  readonly recovery: JsonObject | undefined;
  /** Sent with every test request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Values that exist, by parameter name or `in:name`: they win over the contract's examples. */
  readonly parameters: Readonly<Record<string, JsonValue>>;
  readonly auth: PairAuth | undefined;
  /** What to send to an operation, by its id: wins over the contract's examples and over `parameters`. */
  readonly fixtures: ReadonlyMap<string, Fixture>;
}

/** How the test requests of a pair get in. */
export type PairAuth =
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** Goes where the operation's `apiKey` scheme says. */
  | { readonly kind: 'apiKey'; readonly value: string }
  /** An operation is called first; its answer holds the token. */
  | {
      readonly kind: 'login';
      /** The system that is asked; `undefined` for the provider itself. */
      readonly system: string | undefined;
      readonly operation: string;
      readonly body: JsonValue | undefined;
      readonly parameters: Readonly<Record<string, JsonValue>>;
      readonly headers: Readonly<Record<string, string>>;
      /** JSON pointer into the answer. */
      readonly tokenPointer: string;
    };

export interface Fixture {
  readonly parameters: Readonly<Record<string, JsonValue>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Stands instead of every documented body. */
  readonly body: JsonValue | undefined;
  /** Parameter values taken from what an earlier operation of the run answered. */
  readonly capture: Readonly<Record<string, Capture>>;
  /** The reason why the operation is not tested; `undefined` when it is. */
  readonly skip: string | undefined;
}

export interface Capture {
  readonly operation: string;
  /** JSON pointer into the last 2xx answer of that operation. */
  readonly pointer: string;
}

/**
 * The pair as people name it: `storefront → payments`.
 *
 * @param pair - or anything with a consumer and a provider
 */
export function textFromPair(pair: { readonly consumer: string; readonly provider: string }): string {
  return `${pair.consumer} → ${pair.provider}`;
}
