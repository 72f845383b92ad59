import type { Place } from '../../base/place.js';
import type { Contract, Operation } from '../../contract/contract.js';
import type { Change, ChangeImpact, Writer } from '../change.js';
import type { Comparing } from '../comparing.js';

/** An operation in both versions, and who calls it: a webhook is called by the provider. */
export interface CallSite {
  readonly comparing: Comparing;
  /** Of the operation that findings are about. */
  readonly id: string;
  readonly older: CallSide;
  readonly newer: CallSide;
  readonly caller: Writer;
  /** Before every location: `['callback', 'onPaid']`; empty for operations of the provider. */
  readonly prefix: readonly string[];
  /** What weighs on all of it. */
  readonly guards: readonly string[];
}

/** One version of it. */
export interface CallSide {
  readonly contract: Contract;
  readonly operation: Operation;
}

/** What a change at a call is made of: places and the impact have defaults. */
export type CallChange = Pick<Change, 'code' | 'direction' | 'effect' | 'location' | 'args'> &
  Partial<Pick<Change, 'guards' | 'older' | 'newer' | 'cause' | 'witness'>> & { readonly impact?: Partial<ChangeImpact> };

/**
 * A change at a call.
 *
 * @param site - the call
 * @param fields - what changed
 */
export function changeAtCall(site: CallSite, fields: CallChange): Change {
  const { older, newer, location, guards = [] } = fields;
  return {
    code: fields.code,
    direction: fields.direction,
    effect: fields.effect,
    guards: [...guards, ...site.guards],
    operation: site.id,
    location: [...site.prefix, ...location],
    older,
    newer,
    cause: fields.cause ?? `${fields.code} ${fields.effect} ${location.at(-1) ?? ''} ${placeText(older)} ${placeText(newer)}`,
    args: fields.args,
    witness: fields.witness,
    impact: { older: site.older.operation, newer: site.newer.operation, side: 'request', ...fields.impact },
  };
}

/**
 * The place of a part of an operation.
 *
 * @param operation - whose document it is when it names none
 * @param part - as the contract has it
 */
export function placeOfPart(operation: Operation, part: { readonly file?: string; readonly pointer: string }): Place {
  return { file: part.file ?? operation.file, pointer: part.pointer };
}

/**
 * The place of an operation.
 *
 * @param operation - of either version
 */
export function placeOfOperation({ file, pointer }: Operation): Place {
  return { file, pointer };
}

/**
 * The sites as writer and reader of requests.
 *
 * @param site - the call
 * @param what - requests are written by the caller, responses by the other one
 */
export function rolesOf(site: CallSite, what: 'request' | 'response'): { readonly writer: CallSide; readonly reader: CallSide } {
  const isOldWriting = (site.caller === 'consumer') === (what === 'request');
  return isOldWriting ? { writer: site.older, reader: site.newer } : { writer: site.newer, reader: site.older };
}

function placeText(place: Place | undefined): string {
  return place === undefined ? '-' : `${place.file}#${place.pointer ?? ''}`;
}
