import type { OperationEntry } from '../../contract/contract.js';
import type { Finding } from '../../finding/finding.js';
import type { Change, Writer } from '../change.js';
import { directionOf } from '../change.js';
import type { Comparing } from '../comparing.js';
import { placeOfOperation } from './call-site.js';
import { announcedEnd, isPastSunset, isUnstable } from './lifecycle-changes.js';
import { showRequest, witnessOfRequest } from './request-witness.js';

/** Who calls some operations, and where they stand. */
export interface CallFrame {
  readonly comparing: Comparing;
  readonly caller: Writer;
  readonly prefix: readonly string[];
  /** Of the operation that findings are about, when it is not the called one. */
  readonly id?: string;
}

/**
 * That an operation is gone: nothing has to be tried to know that requests for it find nobody.
 *
 * @param frame - who calls it
 * @param entry - of the older contract
 * @param kind - what it is told as
 */
export function removedOperation(frame: CallFrame, entry: OperationEntry, kind: OperationKind): Change {
  const { comparing, caller, prefix } = frame;
  const operation = entry.read();
  const place = placeOfOperation(operation);
  const side = { contract: comparing.older, operation };
  const guards = isPastSunset(comparing, comparing.older, place) ? ['sunset'] : isUnstable(comparing.older, place) ? ['unstable'] : [];
  return {
    code: 'compat/operation-removed',
    direction: directionOf(caller),
    effect: 'removed',
    guards: [...guards, ...(operation.deprecated ? ['deprecated'] : [])],
    operation: frame.id ?? operation.id,
    location: prefix,
    older: place,
    newer: undefined,
    cause: `removed ${operation.method} ${operation.path} ${prefix.join(' ')} ${place.pointer}`,
    args: { method: operation.method, path: operation.path, kind, name: prefix.at(-1), sunset: announcedEnd(comparing.older, place) },
    witness: (): Finding['witness'] => {
      const shown = caller === 'consumer' ? showRequest({ writer: side, reader: side }, {}) : undefined;
      return shown === undefined ? undefined : witnessOfRequest(shown.request);
    },
    impact: { older: operation, newer: undefined, side: 'request' },
  };
}

/** What an operation is told as. */
export type OperationKind = 'operation' | 'webhook' | 'callback';

/**
 * That an operation is new.
 *
 * @param frame - who calls it
 * @param entry - of the newer contract
 * @param kind - what it is told as
 */
export function addedOperation(frame: CallFrame, entry: OperationEntry, kind: OperationKind): Change {
  const { prefix, caller } = frame;
  const place = placeOfOperation(entry.read());
  return {
    code: 'compat/operation-added',
    direction: directionOf(caller),
    effect: 'added',
    guards: [],
    operation: frame.id ?? entry.id,
    location: prefix,
    older: undefined,
    newer: place,
    cause: `added ${entry.method} ${entry.path} ${prefix.join(' ')} ${place.pointer}`,
    args: { method: entry.method, path: entry.path, kind, name: prefix.at(-1) },
    impact: { older: undefined, newer: undefined, side: 'request' },
  };
}
