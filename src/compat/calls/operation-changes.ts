import type { OperationEntry } from '../../contract/contract.js';
import { callbacksOf } from '../../contract/openapi/called-back.js';
import type { Change } from '../change.js';
import { otherSide } from '../change.js';
import { bodyChanges } from './body-changes.js';
import type { CallSite } from './call-site.js';
import { changeAtCall, placeOfOperation } from './call-site.js';
import { calledBackChanges } from './called-back-changes.js';
import { isUnstable, lifecycleChanges } from './lifecycle-changes.js';
import type { OperationPair } from './match-operations.js';
import type { CallFrame } from './operation-presence.js';
import { parameterChanges } from './parameter-changes.js';
import { responseChanges } from './response-changes.js';
import { securityChanges } from './security-changes.js';
import { ownServerChanges } from './server-changes.js';

/**
 * All that became of one operation.
 *
 * @param frame - who calls it
 * @param pair - the operation in both versions
 */
export function operationChanges(frame: CallFrame, pair: OperationPair): readonly Change[] {
  const { comparing, caller, prefix } = frame;
  const [older, newer] = [pair.older.read(), pair.newer.read()];
  const place = placeOfOperation(older);
  const site: CallSite = {
    comparing,
    id: frame.id ?? newer.id,
    older: { contract: comparing.older, operation: older },
    newer: { contract: comparing.newer, operation: newer },
    caller,
    prefix,
    guards: isUnstable(comparing.older, place) ? ['unstable'] : [],
  };
  return [
    ...namingChanges(site, pair),
    ...lifecycleChanges(site, { location: [], older: place, newer: placeOfOperation(newer) }),
    ...ownServerChanges(site),
    ...parameterChanges(site),
    ...bodyChanges(site),
    ...(caller === 'consumer' ? securityChanges(site) : []),
    ...responseChanges(site),
    ...calledBackChanges(
      { comparing, caller: otherSide(caller), id: site.id, prefix: [...prefix, 'callback'] },
      [callbacksOf(comparing.older, older), callbacksOf(comparing.newer, newer)],
      { kind: 'callback', changesOf: operationChanges },
    ),
  ];
}

/** Names that only generated clients know. */
function namingChanges(site: CallSite, { older, newer }: OperationPair): readonly Change[] {
  const places = { older: placeOfOperation(site.older.operation), newer: placeOfOperation(site.newer.operation) };
  const base = { direction: 'both', effect: 'lifecycle', location: [], ...places } as const;
  const changes: Change[] = [];
  if (ownId(older) !== ownId(newer))
    changes.push(changeAtCall(site, { ...base, code: 'compat/operation-renamed', args: { before: older.id, after: newer.id } }));
  const [before, after] = [older.tags, newer.tags].map((tags) => tags.toSorted().join(', '));
  if (before !== after) changes.push(changeAtCall(site, { ...base, code: 'compat/operation-tags', args: { before, after } }));
  return changes;
}

/** Made of the path when there is none. */
function ownId({ id, method, path }: OperationEntry): string {
  return id.startsWith(`${method} ${path}`) ? '' : id;
}
