import type { JsonObject } from '../../base/json.js';

/** Who there is and who talks to whom, as the workspace and its contracts say. */
export interface ReportWorkspace {
  /** Of its file or folder, for people. */
  readonly name: string;
  /** The workspace file, or the first contract that was named. */
  readonly file: string;
  /** In the order of the file. */
  readonly systems: readonly ReportSystem[];
  /** In the order of the file. */
  readonly pairs: readonly ReportPair[];
  /** That contracts share, as declared. */
  readonly models: readonly ReportModel[];
  /** As declared. */
  readonly transformations: readonly ReportTransformation[];
}

/** One system. No address and no command line: they may hold secrets. */
export interface ReportSystem {
  readonly name: string;
  /** By its contracts; a system without one can only be a consumer. */
  readonly kind: 'calls' | 'events' | 'both' | 'consumer';
  readonly contractFiles: readonly string[];
  /** Of its contract, the one of calls first. */
  readonly title?: string;
  readonly version?: string;
  /** What its contract says of it: one paragraph, cut at 600 characters. */
  readonly description?: string;
  /** In document order, those of calls first; at most 2,000. */
  readonly operations: readonly ReportOperation[];
  /** All that its contracts have. */
  readonly operationCount: number;
  /** Schemes by name. */
  readonly security: readonly { readonly name: string; readonly kind: string }[];
  /** Lower case: `http`, `kafka`, `mqtt`. */
  readonly protocols: readonly string[];
  /** What answers for it in a run. */
  readonly stands: 'mock' | 'url' | 'program' | 'module';
}

/** Of calls or of events. */
export interface ReportOperation {
  readonly id: string;
  /** `POST /orders`; left out of events. */
  readonly call?: string;
  /** The address of the channel, else its id; of events only. */
  readonly channel?: string;
  /** What the system does with the channel. */
  readonly action?: 'send' | 'receive';
  readonly summary?: string;
  /** One paragraph, cut at 600 characters. */
  readonly description?: string;
  readonly isDeprecated?: true;
  /** What travels, in document order. */
  readonly messages: readonly ReportMessage[];
}

/** What travels: a request, an answer, an event. */
export interface ReportMessage {
  readonly role: 'request' | 'response' | 'event';
  /** `200` of an answer; of an event its name. */
  readonly name?: string;
  readonly mediaType?: string;
  /** The name of its schema where that is a component. */
  readonly schema?: string;
  /** A message as it would travel, cut at 2,000 characters. */
  readonly example?: string;
}

export interface ReportPair {
  readonly consumer: string;
  readonly provider: string;
  /** Of the provider. */
  readonly protocols: readonly string[];
  /** Ids of operations; left out: all that the provider offers. */
  readonly uses?: readonly string[];
  /** How its requests get in; of several schemes each kind once. */
  readonly auth: readonly ('bearer' | 'basic' | 'apiKey' | 'login' | 'grant')[];
  /** The policy that the consumer claims, as a `recovery:` block: `policyFromJson` reads it. */
  readonly recovery?: JsonObject;
}

export interface ReportModel {
  readonly name: string;
  /** Where it stands: `orders#/components/schemas/Order`. */
  readonly places: readonly string[];
  readonly consistency?: 'real time' | 'eventual';
}

export interface ReportTransformation {
  readonly name: string;
  /** Where its two models stand: `orders#/components/schemas/Order`. */
  readonly a: string;
  readonly b: string;
  readonly roundTrip: 'none' | 'a' | 'b' | 'both';
}
