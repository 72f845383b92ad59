import type { JsonValue } from '../../base/json.js';

/** What one consumer was seen to need of one provider: small enough to be committed, without secrets. */
export interface Usage {
  readonly consumer: string;
  readonly provider: string;
  /** Where it was seen, each once: `pact`, `journal`, `reads`. */
  readonly sources: readonly UsageSource[];
  /** By path, then method. */
  readonly operations: readonly OperationUsage[];
  /** By channel, then action. */
  readonly messages: readonly MessageUsage[];
}

export type UsageSource = 'pact' | 'journal' | 'reads';

export interface OperationUsage {
  readonly method: string;
  /** The template of the contract: `/orders/{id}`. */
  readonly path: string;
  readonly interactionCount: number;
  /** `YYYY-MM-DD`; `undefined` when the source has no dates. */
  readonly lastSeenOn: string | undefined;
  /** Requests of distinct shapes, the smallest of each, bounded in number. */
  readonly sent: readonly SentRequest[];
  /** What came back, by status, in order. */
  readonly received: readonly ReceivedAnswer[];
}

/** Keys of `parameters` are `in:name`. */
export interface SentRequest {
  readonly parameters: Readonly<Record<string, JsonValue>>;
  readonly mediaType: string | undefined;
  readonly body: JsonValue | undefined;
}

export interface ReceivedAnswer {
  /** As it was: `200`. */
  readonly status: number;
  readonly mediaType: string | undefined;
  /** Which members of the body the consumer looked at; `undefined` when nobody tracked it: then each may matter. */
  readonly reads: readonly ReadMember[] | undefined;
  /** Names of response headers it looked at, lower case; `undefined` when not tracked. */
  readonly headers: readonly string[] | undefined;
}

/** A member of a body that was looked at, and what else than a usual value the consumer was seen to survive there. */
export interface ReadMember {
  /** A JSON pointer in which `*` stands for any item, as in `/items/*`; `''` is the whole body. */
  readonly pointer: string;
  readonly count: number;
  readonly survives: { readonly null: boolean; readonly absent: boolean; readonly newValue: boolean };
}

/** A message that the consumer receives of the provider, or sends to it. */
export interface MessageUsage {
  readonly channel: string;
  /** Of the consumer: what it does. */
  readonly action: 'send' | 'receive';
  /** Id of the message in the contract; `undefined` when it fitted none. */
  readonly message: string | undefined;
  readonly count: number;
  readonly lastSeenOn: string | undefined;
  /** Payloads that it sent, distinct in shape, bounded in number; empty for what it receives. */
  readonly sent: readonly JsonValue[];
  readonly reads: readonly ReadMember[] | undefined;
}
