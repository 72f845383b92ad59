import type { JsonValue } from '../base/json.js';

/** What a test of the events between a pair has to know beside the contract. */
export interface PairEvents {
  /** How senders are made to send; empty: they are only listened to. */
  readonly triggers: readonly Trigger[];
  /** Where receivers show what they have done; `undefined` when it can only be seen at the broker. */
  readonly effects: EffectsView | undefined;
  /** How long a message may take from its cause to its effect; `undefined` for the tester's own bound. */
  readonly timeoutMs: number | undefined;
  /** What a receiver promises to do with a message that breaks the contract; `undefined` promises no more than to live on. */
  readonly invalid: InvalidPromise | undefined;
  /** Within what a receiver promises effects in the order of sending; `undefined` for what the contract says. */
  readonly order: 'channel' | 'key' | undefined;
  /** What tells one message from another: a JSON pointer into the payload, or `header:name`; `undefined` for the members that usually do. */
  readonly key: string | undefined;
}

export type InvalidPromise = 'dead-letter' | 'ignore' | 'reject';

/** How a sender is made to send. `system`: who is asked, the sender itself by default. `sends`: ids of the operations that must follow. */
export type Trigger =
  | {
      readonly kind: 'call';
      readonly system: string | undefined;
      readonly method: string;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: JsonValue | undefined;
      readonly sends: readonly string[] | undefined;
    }
  /** An operation of the system's OpenAPI document, with a request that keeps it. */
  | {
      readonly kind: 'operation';
      readonly system: string | undefined;
      readonly operation: string;
      readonly sends: readonly string[] | undefined;
    }
  /** It sends by itself, in less than the timeout. */
  | { readonly kind: 'schedule'; readonly system: string | undefined; readonly sends: readonly string[] | undefined };

/** A path whose answer lists the keys of the messages that were done, one entry for each effect, in order. */
export interface EffectsView {
  /** Who is asked; `undefined` for the receiver of the operation. */
  readonly system: string | undefined;
  readonly path: string;
  /** JSON pointer to the list in the answer, `''` for the whole. */
  readonly list: string;
  /** JSON pointer to the key in an entry of the list, `''` for the entry itself. */
  readonly key: string;
}
