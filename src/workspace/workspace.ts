import type { JsonValue } from '../base/json.js';
import type { RecoveryPolicy } from '../policy/policy.js';
import type { DeclaredModel } from './models-from-json.js';
import type { EventTrigger } from './event-trigger.js';
import type { MockEvent } from './mock-event.js';
import type { MockTokens } from './mock-tokens.js';
import type { MockStreams } from './mock-streams.js';
import type { CallbackRule, WebhookRule } from './mock-webhooks.js';
import type { PairEvents } from './pair-events.js';
import type { DeclaredTransformation } from './transformations-from-json.js';

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
  /** The models that contracts share, in the order of the file. */
  readonly models?: readonly DeclaredModel[] | undefined;
  /** How values of one system's model become values of another's, in the order of the file. */
  readonly transformations?: readonly DeclaredTransformation[] | undefined;
  /** What the mocks do because of what happens elsewhere. */
  readonly triggers?: readonly EventTrigger[] | undefined;
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
  /** What its mock sends by itself. */
  readonly mockEvents?: readonly MockEvent[] | undefined;
  /** What the tokens of its mock are like; `false`: it issues none, `undefined`: nothing is said. */
  readonly mockTokens?: MockTokens | false | undefined;
  /** Whether its mock remembers, and what it begins with; `undefined`: nothing is said. */
  readonly mockState?: { readonly isKept: boolean; readonly seedFile: string | undefined } | undefined;
  /** Whether its mock looks into tokens, or only whether there are any. */
  readonly mockVerifies?: boolean | undefined;
  /** How the streams of its mock go. */
  readonly mockStreams?: MockStreams | undefined;
  /** What its mock calls because of a call. */
  readonly mockWebhooks?: readonly WebhookRule[] | undefined;
  /** How its mock calls back whoever gave it a URL. */
  readonly mockCallbacks?: CallbackRule | undefined;
  /** The command line that runs it. */
  readonly start: string | undefined;
  /** A module that exports `createConsumer` or `createProvider`, resolved: it runs in process, or is served when there is no `start`. */
  readonly module: string | undefined;
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
  /** What the consumer claims to do when the link breaks. */
  readonly recovery: RecoveryPolicy | undefined;
  /** Sent with every test request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Values that exist, by parameter name or `in:name`: they win over the contract's examples. */
  readonly parameters: Readonly<Record<string, JsonValue>>;
  readonly auth: PairAuth | undefined;
  /** What to send to an operation, by its id: wins over the contract's examples and over `parameters`. */
  readonly fixtures: ReadonlyMap<string, Fixture>;
  /** How much each check weighs. */
  readonly checks: CheckLevels;
  /** Values to draw from, by `<operation>.<in>:<name>`, `<operation>.body#/pointer`, `in:name`, or a bare parameter or member name. */
  readonly dictionary: Readonly<Record<string, readonly JsonValue[]>>;
  /** How the provider is brought into the states that fixtures ask for. */
  readonly states: ProviderStates | undefined;
  /** How the events between the two are tested. */
  readonly events?: PairEvents | undefined;
  /** A module of the user's own with functions that are called around each request: a path, resolved. */
  readonly hooks: string | undefined;
}

/** By the name of a check, without its area: `body-matches-schema`. */
export type CheckLevels = ReadonlyMap<string, 'off' | 'info' | 'warning' | 'error'>;

/** How a state is set up: by a call to the provider, as Pact's verifiers make it. */
export interface ProviderStates {
  /** A path of the provider or an absolute URL, asked by POST with `{ action: 'setup' | 'teardown', state, params }`. */
  readonly url: string;
  /** Whether `teardown` is called too. */
  readonly teardown: boolean;
}

/** A state that a fixture needs. */
export interface FixtureState {
  readonly name: string;
  readonly params: Readonly<Record<string, JsonValue>>;
}

/** How the test requests of a pair get in: one credential for whatever it fits, or one for each security scheme of the contract. */
export type PairAuth =
  | PairCredential
  /** By the name of the scheme. */
  | { readonly kind: 'schemes'; readonly schemes: ReadonlyMap<string, PairCredential> };

/** What is known beforehand, or where a token is fetched. */
export type PairCredential = KnownCredential | LoginCredential | GrantCredential;

export type KnownCredential =
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** Goes where the operation's `apiKey` scheme says. */
  | { readonly kind: 'apiKey'; readonly value: string };

/** An operation is called first; its answer holds the token. */
export interface LoginCredential {
  readonly kind: 'login';
  /** The system that is asked; `undefined` for the provider itself. */
  readonly system: string | undefined;
  readonly operation: string;
  readonly body: JsonValue | undefined;
  readonly parameters: Readonly<Record<string, JsonValue>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly token: TokenPlace;
}

/** Where an answer has the token: at a JSON pointer into its body, in a header, or in a cookie that it sets. */
export type TokenPlace =
  | { readonly kind: 'body'; readonly pointer: string }
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'cookie'; readonly name: string };

/**
 * A token endpoint is asked.
 *
 * @see RFC 6749 §4.3, §4.4, §6
 */
export interface GrantCredential {
  readonly kind: 'grant';
  readonly grant: Grant;
  /** Absolute, or a path of `system`. */
  readonly tokenUrl: string;
  /** Whose path `tokenUrl` is; `undefined` for the provider itself. */
  readonly system: string | undefined;
  /** Who asks; `undefined` for nobody in particular. */
  readonly client: GrantClient | undefined;
  readonly scope: string | undefined;
  /** Further members of the form: `audience`, `resource`. */
  readonly parameters: Readonly<Record<string, string>>;
}

export type Grant =
  | { readonly kind: 'clientCredentials' }
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  | { readonly kind: 'refreshToken'; readonly refreshToken: string };

export interface GrantClient {
  readonly id: string;
  readonly secret: string | undefined;
  /** In an `Authorization` header, or in the form (RFC 6749 §2.3.1). */
  readonly sentBy: 'basic' | 'post';
}

export interface Fixture {
  readonly parameters: Readonly<Record<string, JsonValue>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Stands instead of every documented body. */
  readonly body: JsonValue | undefined;
  /** Parameter values taken from what an earlier operation of the run answered. */
  readonly capture: Readonly<Record<string, Capture>>;
  /** The reason why the operation is not tested; `undefined` when it is. */
  readonly skip: string | undefined;
  /** What must be so before the operation is called. */
  readonly states: readonly FixtureState[];
  /** How much each check weighs for this operation. */
  readonly checks: CheckLevels;
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
