import type { JsonValue } from '../../base/json.js';
import type { Clock } from '../../base/clock.js';
import type { BrokerMessage } from '../../broker/broker.js';
import type { SendResult } from '../../check/ports.js';
import type { Contract } from '../../contract/contract.js';
import type { FaultRule } from '../../fault/fault-rule.js';
import type { FaultInjector } from '../../fault/injector.js';
import type { Exchange } from '../../journal/exchange.js';
import type { MessageRecord } from '../../journal/message-record.js';
import type { RunJournal } from '../../journal/run-journal.js';
import type { MockScopes } from '../../mock/living/mock-scopes.js';
import type { StateStore } from '../../mock/state/state-store.js';
import type { HttpRequest } from '../../wire/http-message.js';

/** One system as the control API sees it: a mock, a proxy, the door of a broker. What it does not have is `undefined`. */
export interface ControlledSystem {
  readonly name: string;
  readonly contract: Contract | undefined;
  readonly clock: Clock;
  readonly faults: ControlledFaults | undefined;
  readonly scopes: MockScopes | undefined;
  readonly state: StateStore | undefined;
  readonly journal: ControlledJournal;
  readonly webhooks?: ControlledWebhooks | undefined;
  /** Where it listens, it can be called and made to send by hand. */
  readonly byHand?: ControlledByHand | undefined;
}

/** What a person does with a system that listens. */
export interface ControlledByHand {
  /** `undefined` before it listens. */
  readonly url: () => string | undefined;
  /** Makes a call as any consumer does: through the faults, into the journal. */
  readonly call: (request: HttpRequest, signal: AbortSignal) => Promise<SendResult | undefined>;
  /** `undefined` where it sends and receives no events. */
  readonly events: () => ControlledEvents | undefined;
}

/** The events of a system. */
export interface ControlledEvents {
  readonly contract: Contract;
  readonly urls: readonly string[];
  /** Sends the next message of an operation, or one that was written by hand. */
  send(order: EventOrder): Promise<SentEvent | undefined>;
  /** What it would send; `undefined` when no message of the operation keeps the contract. */
  sample(operation: string, message: string | undefined): BrokerMessage | undefined;
  /** The last that passed, without secrets, oldest first. */
  messages(): readonly MessageRecord[];
}

export interface EventOrder {
  /** The id of an operation that sends. */
  readonly operation: string;
  /** `undefined`: the next. */
  readonly message?: string | undefined;
  readonly channel?: string | undefined;
  readonly payload?: JsonValue | undefined;
}

export interface SentEvent {
  readonly event: BrokerMessage;
  /** What breaks the contract: what a person writes is sent as it is. */
  readonly problems: readonly string[];
}

/** What a system sends to whoever wants to hear of it. */
export interface ControlledWebhooks {
  list(): readonly { readonly webhook: string; readonly on: string | undefined }[];
  /** @returns the last attempt; `undefined` when nobody says where it goes */
  fire(order: WebhookOrder): Promise<Exchange | undefined>;
  /** What it would send by hand; `undefined` when there is no such webhook, or it has no body. */
  sample(webhook: string): JsonValue | undefined;
}

export interface WebhookOrder {
  readonly webhook: string;
  /** As in the workspace; `undefined`: where the workspace sends it. */
  readonly to?: string | undefined;
  readonly payload?: JsonValue | undefined;
}

export interface ControlledFaults {
  readonly injector: FaultInjector;
  /** Throws `InputError` at a rule that could never hold where the injector stands. */
  readonly assertFit: (rules: readonly FaultRule[]) => void;
}

/** What was seen of one system, without secrets. */
export interface ControlledJournal {
  /** In the order in which they were recorded. */
  exchanges(scope: string | undefined): readonly Exchange[];
  /** How many were dropped to stay within bounds. */
  lostCount(scope: string): number;
  /** Everything, connections and faults too. */
  run(): RunJournal;
  /** Of one scope, or of all. */
  clear(scope: string | undefined): void;
  /** @returns ends it */
  onAppend(listener: (exchange: Exchange) => void): () => void;
  /** The calls of all systems of the process, in one order; absent where they are recorded apart. */
  readonly feed?: ControlledFeed | undefined;
}

/** A journal that is read on from where somebody has been. */
export interface ControlledFeed {
  /** How many were ever written: where somebody is who has read everything. */
  readonly writtenCount: number;
  /** How many of them its bounds have pushed out since it was last emptied. */
  readonly droppedCount: number;
  /** What came after so many, without secrets, and how many of it the journal no longer has. */
  read(afterCount: number): { readonly exchanges: readonly Exchange[]; readonly lostCount: number };
  /** `undefined` when it is not there, or no more. */
  find(id: string): Exchange | undefined;
  /** @returns ends it */
  onAppend(listener: () => void): () => void;
}
