import type { MessageArguments } from '../base/errors.js';
import type { Place } from '../base/place.js';
import type { Operation } from '../contract/contract.js';
import type { CompatDetail, CompatEffect, Witness } from '../finding/finding.js';
import type { CompatChangeCode } from '../finding/finding-code.js';
import type { Direction, Schema } from '../schema/schema.js';

/** Who writes what is compared; the other one has to read it. */
export type Writer = 'consumer' | 'provider';

/** One way in which two versions differ, at one operation: changes of one cause become one finding. */
export interface Change {
  readonly code: CompatChangeCode;
  readonly direction: CompatDetail['direction'];
  readonly effect: CompatEffect;
  /** In order of importance. */
  readonly guards: readonly string[];
  /** By id, of the newer contract where it has it; `undefined` when it is of the contract as a whole. */
  readonly operation: string | undefined;
  /** Where in an exchange: `['request', 'query', 'limit']`, `['response', '200', 'body', 'items', '*', 'price']`. */
  readonly location: readonly string[];
  readonly older: Place | undefined;
  readonly newer: Place | undefined;
  /** The same for all places that one edit shows in. */
  readonly cause: string;
  readonly args: MessageArguments;
  /** Those that speak of the value which shows it: only the change that the finding is about is asked. */
  readonly shownArgs?: (() => MessageArguments) | undefined;
  /** Made when the finding is: of changes with one cause only the first few are asked. */
  readonly witness?: (() => Witness | undefined) | undefined;
  readonly impact?: ChangeImpact | undefined;
}

/** What is needed to tell which consumers a change touches. */
export interface ChangeImpact {
  readonly older: Operation | undefined;
  readonly newer: Operation | undefined;
  /** Of the exchange or message that changed. */
  readonly side: 'request' | 'response' | 'message';
  /** As the contract has it: `200`, `2XX`, `default`. */
  readonly status?: string | undefined;
  readonly mediaType?: string | undefined;
  /** `query:limit` of a parameter, `header:etag` of a response header. */
  readonly part?: string | undefined;
  /** Of what changed, whole; both or neither. */
  readonly schemas?: { readonly older: Schema; readonly newer: Schema; readonly direction: Direction } | undefined;
  /** Below the part, as in `SchemaBreak.location`. */
  readonly below?: readonly string[] | undefined;
  /** Of events. */
  readonly channel?: string | undefined;
  readonly message?: string | undefined;
}

/**
 * The direction of what a side writes, as findings have it.
 *
 * @param writer - of the older version's pair
 */
export function directionOf(writer: Writer): 'consumer-writes' | 'provider-writes' {
  return writer === 'consumer' ? 'consumer-writes' : 'provider-writes';
}

/**
 * The other side.
 *
 * @param writer - either
 */
export function otherSide(writer: Writer): Writer {
  return writer === 'consumer' ? 'provider' : 'consumer';
}
