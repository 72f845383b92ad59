import type { JsonValue } from '../../base/json.js';
import type { Clock } from '../../base/clock.js';
import type { Contract } from '../../contract/contract.js';
import type { FaultRule } from '../../fault/fault-rule.js';
import type { FaultInjector } from '../../fault/injector.js';
import type { Exchange } from '../../journal/exchange.js';
import type { RunJournal } from '../../journal/run-journal.js';
import type { MockScopes } from '../../mock/living/mock-scopes.js';
import type { StateStore } from '../../mock/state/state-store.js';

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
}

/** What a system sends to whoever wants to hear of it. */
export interface ControlledWebhooks {
  list(): readonly { readonly webhook: string; readonly on: string | undefined }[];
  /** @returns the last attempt; `undefined` when nobody says where it goes */
  fire(order: WebhookOrder): Promise<Exchange | undefined>;
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
}
