import type { JsonValue } from '../../base/json.js';
import type { StateChange, StateView } from './state-store.js';

/** What is there in one scope, and follows from the changes that were applied, in their order. */
export interface ScopeState extends StateView {
  /** All of them are one step. */
  apply(changes: readonly StateChange[]): void;
}

interface Item {
  readonly value: JsonValue;
  readonly byteCount: number;
}

/**
 * Begins with nothing. The same changes lead to the same state, whoever keeps them.
 *
 * @returns grows and shrinks with what is applied
 */
export function createScopeState(): ScopeState {
  const collections = new Map<string, Map<string, Item>>();
  let changeCount = 0;
  let byteCount = 0;

  const put = (collection: string, key: string, value: JsonValue): void => {
    let items = collections.get(collection);
    if (items === undefined) {
      items = new Map();
      collections.set(collection, items);
    }
    const item = { value, byteCount: ITEM_OVERHEAD_BYTES + collection.length + key.length + JSON.stringify(value).length };
    byteCount += item.byteCount - (items.get(key)?.byteCount ?? 0);
    items.set(key, item);
  };

  const remove = (collection: string, key: string): void => {
    byteCount -= collections.get(collection)?.get(key)?.byteCount ?? 0;
    collections.get(collection)?.delete(key);
  };

  const applyOne = (change: StateChange): void => {
    if (change.kind === 'put') put(change.collection, change.key, change.value);
    else if (change.kind === 'remove') remove(change.collection, change.key);
    else {
      collections.clear();
      byteCount = 0;
    }
  };

  return {
    apply: (changes) => {
      for (const change of changes) applyOne(change);
      changeCount += 1;
    },
    item: (collection, key) => collections.get(collection)?.get(key)?.value,
    items: (collection) => valuesOf(collections.get(collection)),
    itemCount: (collection) => collections.get(collection)?.size ?? 0,
    collections: () => [...collections.keys()],
    isUsed: (collection) => collections.has(collection),
    get changeCount() {
      return changeCount;
    },
    get byteCount() {
      return byteCount;
    },
  };
}

function* valuesOf(items: ReadonlyMap<string, Item> | undefined): Iterable<readonly [string, JsonValue]> {
  for (const [key, { value }] of items ?? []) yield [key, value];
}

/** What a map keeps of an item beside its texts. */
const ITEM_OVERHEAD_BYTES = 64;
