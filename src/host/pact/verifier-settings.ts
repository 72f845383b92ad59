import type { JsonObject, JsonValue } from '../../base/json.js';

/** What the verifier's process is told. Goes through a channel of its own: credentials are in no command line. */
export interface VerifierSettings {
  readonly provider: string;
  /** Where the provider answers; `undefined` for pacts of messages only. */
  readonly providerUrl: string | undefined;
  /** Files of pacts. */
  readonly pactFiles: readonly string[];
  /** Asked by POST with `{ action, state, params }` before an interaction, and after it. */
  readonly statesUrl: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Of one request. */
  readonly timeoutMs: number;
  /** A module of the user's own with `states` and `messages`, resolved. */
  readonly handlers: string | undefined;
  /** What the provider sends, by the description of the interaction. */
  readonly messages: Readonly<Record<string, SentMessage>>;
}

export interface SentMessage {
  readonly contents: JsonValue;
  readonly metadata: JsonObject;
}

/** What the verifier's process says at its end. */
export type VerifierReport =
  | { readonly kind: 'done'; readonly results: string }
  | { readonly kind: 'package-missing' }
  | { readonly kind: 'handlers-invalid'; readonly problem: string }
  | { readonly kind: 'failed'; readonly reason: string };
