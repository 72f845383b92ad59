import type { InvalidPromise } from '../../workspace/pair-events.js';
import type { EventCase } from './event-case.js';

/** What was done to a receiver, and what was seen of it. */
export interface ReceiverTrace {
  readonly experiment: ExperimentKind;
  readonly testCase: EventCase;
  /** Of the message, or of the last one of several. */
  readonly fate: Fate;
  /** Why its program ended, or what an answer lacks. */
  readonly reason: string | undefined;
  /** What became of a message that keeps the contract and was sent afterwards; `undefined` when none was. */
  readonly followed: Fate | undefined;
  /** How often the message shows among the effects; `undefined` where effects cannot be seen. */
  readonly effectCount: number | undefined;
  readonly isDeadLettered: boolean;
  /** Whether it is known to have been taken as done by the broker. */
  readonly isAcknowledged: boolean;
  /** Positions, in the order of sending, in the order in which effects were seen; `undefined` when not all were. */
  readonly effectOrder: readonly number[] | undefined;
  /** What came back; `undefined` when none was asked for. */
  readonly reply: SeenReply | undefined;
  /** What the receiver promises to do with what breaks the contract. */
  readonly promise: InvalidPromise | undefined;
  /** How long it was waited for each. */
  readonly waitMs: number;
}

/** `once` sent, `twice` the same, a `burst` of several, a `request` whose reply is waited for. */
export type ExperimentKind = 'once' | 'twice' | 'burst' | 'request';

/** `unseen`: nothing that can be seen would tell. */
export type Fate = 'processed' | 'dead-lettered' | 'ended' | 'silent' | 'unseen';

export type SeenReply =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'reply';
      readonly correlationId: string | undefined;
      readonly expectedCorrelationId: string | undefined;
      /** What the contract has against it. */
      readonly problems: readonly string[];
    };
