import type { JsonValue } from '../base/json.js';
import type { Place } from '../base/place.js';
import type { FaultKind, FaultScope } from './fault.js';

/** A fault that is planned: which, on what, and when. */
export interface FaultRule {
  /** Unique among the rules in force; goes into the journal. */
  readonly label: string;
  readonly fault: PreparedFault;
  readonly match: FaultMatch;
  readonly when: FaultWindow;
  /** What shares one state of the fault. */
  readonly scope: FaultScope;
  /** At most so many times; `undefined`: no bound. */
  readonly count: number | undefined;
  /** Where it was written; `undefined` when it came by the control API. */
  readonly place: Place | undefined;
  /** As it was written, to be shown and written again. */
  readonly written: FaultText;
}

/** A kind of fault with its settings: `settings` are those of `kind`. */
export interface PreparedFault {
  readonly kind: FaultKind;
  readonly settings: unknown;
}

/** Every member that is given must hold. An empty match takes everything. */
export interface FaultMatch {
  /** Ids of operations of the contract, `GET /orders/{id}`, or for messages `send orders/{id}`. */
  readonly operations?: readonly string[] | undefined;
  readonly method?: string | undefined;
  /** A path with `*` for anything within a segment and `**` for anything. */
  readonly path?: string | undefined;
  /** Of messages: an address with `*` for anything within a segment and `**` for anything. */
  readonly channel?: string | undefined;
  /** Of messages: the key that orders and partitions. */
  readonly key?: string | undefined;
  /** Lower-case name; without `equals` the header must be there. */
  readonly header?: { readonly name: string; readonly equals?: string | undefined } | undefined;
  /** Of requests: the scope of a mock that they are of. */
  readonly mockScope?: string | undefined;
  readonly consumer?: string | undefined;
  readonly provider?: string | undefined;
}

/** When a rule is in force. */
export interface FaultWindow {
  /** Since the rules were set, of the consumer's clock; `toMs` is exclusive. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  /** Which of the matching requests (connections for `tcp`) within the scope, the first is 1; both ends count. */
  readonly nth?: { readonly first: number; readonly last: number } | undefined;
  /** 0..1; drawn anew for each, from the seed. */
  readonly probability?: number | undefined;
  /** Only while this named state was set, by the control API or by another rule's `sets`. */
  readonly state?: string | undefined;
  /** The named state that an application of this rule sets. */
  readonly sets?: string | undefined;
}

/** A rule as users write it, in YAML or JSON: `{ fault: status, status: 503, on: [getOrder], nth: 1-3, from: 5s, to: 20s, probability: 0.1 }`. */
export type FaultText = Readonly<Record<string, JsonValue>>;
