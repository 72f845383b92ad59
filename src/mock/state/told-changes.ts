import type { JsonValue } from '../../base/json.js';
import type { StateChange, StateView } from './state-store.js';
import type { ToldChange } from './told-change.js';

/**
 * What a call has done, as others are told of it. What it does comes last in its collection: before that stands, at the first time, what was there from
 * the beginning.
 *
 * @param view - before the changes
 * @param changes - of one call
 */
export function toldChanges(view: StateView, changes: readonly StateChange[]): readonly ToldChange[] {
  const lastPuts = new Map(changes.flatMap((change) => (change.kind === 'put' ? [[change.collection, change] as const] : [])));
  const begun = new Map<string, JsonValue>();
  return changes.flatMap((change): readonly ToldChange[] => {
    if (change.kind === 'clear') return [];
    const { kind, collection, key } = change;
    const place = JSON.stringify([collection, key]);
    const before = begun.get(place) ?? view.item(collection, key);
    if (kind === 'remove') return before === undefined ? [] : [{ kind: 'removed', collection, value: before }];
    begun.set(place, change.value);
    if (lastPuts.get(collection) !== change || changes.some((other) => other.kind === 'remove' && other.collection === collection))
      return [];
    return [{ kind: before === undefined ? 'created' : 'changed', collection, value: change.value }];
  });
}
