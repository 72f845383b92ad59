import type { OperationEntry } from '../../contract/contract.js';
import type { CalledBack } from '../../contract/openapi/called-back.js';
import type { Change } from '../change.js';
import type { OperationPair } from './match-operations.js';
import type { CallFrame, OperationKind } from './operation-presence.js';
import { addedOperation, removedOperation } from './operation-presence.js';

/** What such operations are told as, and how each is compared. */
export interface CalledBackComparison {
  readonly kind: OperationKind;
  readonly changesOf: (frame: CallFrame, pair: OperationPair) => readonly Change[];
}

/**
 * What became of operations that the other side calls: its requests are what the provider writes.
 *
 * @param frame - who calls them, without their names
 * @param versions - by name in both
 * @param comparison - of each
 */
export function calledBackChanges(
  frame: CallFrame,
  versions: readonly [older: readonly CalledBack[], newer: readonly CalledBack[]],
  { kind, changesOf }: CalledBackComparison,
): readonly Change[] {
  const [older, newer] = versions.map(byName);
  if (older === undefined || newer === undefined) return [];
  return [...new Set([...newer.keys(), ...older.keys()])].flatMap((key) => {
    const [before, after] = [older.get(key), newer.get(key)];
    const named = {
      ...frame,
      prefix: [...frame.prefix, before?.name ?? after?.name ?? ''],
      id: frame.id ?? before?.name ?? after?.name ?? '',
    };
    if (before === undefined) return after === undefined ? [] : [addedOperation(named, after.entry, kind)];
    return after === undefined
      ? [removedOperation(named, before.entry, kind)]
      : changesOf(named, { older: before.entry, newer: after.entry });
  });
}

interface Named {
  readonly name: string;
  readonly entry: OperationEntry;
}

function byName(all: readonly CalledBack[]): ReadonlyMap<string, Named> {
  return new Map(all.flatMap(({ name, entries }) => entries.map((entry) => [`${name} ${entry.method}`, { name, entry }] as const)));
}
