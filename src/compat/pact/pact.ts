import type { JsonObject, JsonValue } from '../../base/json.js';
import type { PactRules } from './pact-rules.js';

/** What one consumer and one provider agreed on, whichever version of the specification it was written in. */
export interface Pact {
  /** As the user gave it; `''` for one that was made in memory. */
  readonly file: string;
  /** The version it was read from. */
  readonly specification: '1' | '2' | '3' | '4';
  readonly consumer: string;
  readonly provider: string;
  /** In the order of the file. */
  readonly interactions: readonly PactInteraction[];
  /** Without the version of the specification. */
  readonly metadata: JsonObject;
}

export type PactInteraction = HttpInteraction | AsyncMessageInteraction | SyncMessageInteraction;

/** What all interactions have. */
interface InteractionBase {
  readonly description: string;
  /** Only v4 has keys. */
  readonly key: string | undefined;
  /** Not yet kept by the provider: a failure is told, not held against it. */
  readonly pending: boolean;
  /** What must be so of the provider before. */
  readonly states: readonly PactState[];
  /** Where it stands in its file. */
  readonly pointer: string;
  /** Members that mean nothing here and are kept as they are: comments, what plugins write. */
  readonly others: JsonObject;
}

/** The consumer calls, the provider answers. */
export interface HttpInteraction extends InteractionBase {
  readonly kind: 'http';
  readonly request: PactRequest;
  readonly response: PactResponse;
}

/** The provider sends, the consumer receives. */
export interface AsyncMessageInteraction extends InteractionBase {
  readonly kind: 'async-message';
  readonly message: PactMessage;
}

/** The consumer sends, the provider replies. */
export interface SyncMessageInteraction extends InteractionBase {
  readonly kind: 'sync-message';
  readonly request: PactMessage;
  readonly responses: readonly PactMessage[];
}

export interface PactState {
  readonly name: string;
  readonly params: JsonObject;
}

export interface PactRequest {
  /** Upper case. */
  readonly method: string;
  readonly path: string;
  /** Values as they are, not percent-encoded, by name in the order of the file. */
  readonly query: PactFields;
  readonly headers: PactFields;
  readonly body: PactBody | undefined;
  readonly rules: PactRules;
  readonly generators: JsonObject;
}

export interface PactResponse {
  readonly status: number;
  readonly headers: PactFields;
  readonly body: PactBody | undefined;
  readonly rules: PactRules;
  readonly generators: JsonObject;
}

export interface PactMessage {
  readonly contents: PactBody | undefined;
  readonly metadata: JsonObject;
  readonly rules: PactRules;
  readonly generators: JsonObject;
}

/** Fields that may occur several times; names as written. */
export type PactFields = ReadonlyMap<string, readonly string[]>;

export interface PactBody {
  /** A value when it is JSON, else a text; of base64 when `encoding` says so. */
  readonly content: JsonValue;
  /** As written; `undefined` when nothing says it. */
  readonly contentType: string | undefined;
  /** `base64`, or another name of a plugin's; `undefined` when the content stands as it is. */
  readonly encoding: string | undefined;
  /** Whether it is text or binary, for readers that do not know the content type. */
  readonly hint: string | undefined;
}
