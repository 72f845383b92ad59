import type { JsonValue } from '../../base/json.js';
import type { StateChange, StateView } from './state-store.js';

/** All that is remembered in one scope, as JSON. */
export interface StateSnapshot {
  /** By the name of the collection: its things by their keys, in their order. */
  readonly collections: readonly { readonly name: string; readonly items: readonly (readonly [key: string, value: JsonValue])[] }[];
}

/**
 * All that is remembered at the moment.
 *
 * @param view - of one scope
 */
export function snapshotOf(view: StateView): StateSnapshot {
  return { collections: view.collections().map((name) => ({ name, items: [...view.items(name)] })) };
}

/**
 * The changes that make a scope what it was.
 *
 * @param snapshot - of any scope
 * @returns beginning with a clean slate
 */
export function changesFromSnapshot({ collections }: StateSnapshot): readonly StateChange[] {
  return [{ kind: 'clear' }, ...collections.flatMap(changesOfCollection)];
}

function changesOfCollection({ name: collection, items }: StateSnapshot['collections'][number]): readonly StateChange[] {
  const puts = items.map(([key, value]) => ({ kind: 'put', collection, key, value }) as const);
  if (puts.length > 0) return puts;
  // One that was emptied is another thing than one that nobody touched: that still has what the contract shows.
  return [
    { kind: 'put', collection, key: '', value: null },
    { kind: 'remove', collection, key: '' },
  ];
}
