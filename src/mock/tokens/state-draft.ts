import type { JsonValue } from '../../base/json.js';
import type { StateChange, StateView } from '../state/state-store.js';

/** What is remembered, with changes that nobody else sees before they are kept. */
export interface StateDraft {
  /** `undefined` when there is none. */
  item(collection: string, key: string): JsonValue | undefined;
  /** Those put last come last. */
  items(collection: string): Iterable<readonly [key: string, value: JsonValue]>;
  itemCount(collection: string): number;
  /** It is the newest of its collection from now on. */
  put(collection: string, key: string, value: JsonValue): void;
  remove(collection: string, key: string): void;
  /** What makes of the view what this one shows, in order; empty where nothing was changed. */
  changes(): readonly StateChange[];
}

/**
 * A draft without changes.
 *
 * @param view - must not change while the draft is in use; where it did, whoever keeps it refuses the changes
 */
export function createStateDraft(view: StateView): StateDraft {
  /** `undefined`: it was taken away. */
  const drafted = new Map<string, Map<string, JsonValue | undefined>>();
  const draftOf = (collection: string): Map<string, JsonValue | undefined> => {
    const known = drafted.get(collection) ?? new Map<string, JsonValue | undefined>();
    drafted.set(collection, known);
    return known;
  };
  const item = (collection: string, key: string): JsonValue | undefined => {
    const own = drafted.get(collection);
    return own?.has(key) === true ? own.get(key) : view.item(collection, key);
  };
  const remove = (collection: string, key: string): void => {
    if (item(collection, key) === undefined) return;
    draftOf(collection).set(key, undefined);
  };
  return {
    item,
    items: (collection) => draftedItems(view.items(collection), drafted.get(collection)),
    itemCount: (collection) => {
      let count = view.itemCount(collection);
      for (const [key, value] of drafted.get(collection) ?? []) {
        count += Number(value !== undefined) - Number(view.item(collection, key) !== undefined);
      }
      return count;
    },
    put: (collection, key, value) => {
      const own = draftOf(collection);
      own.delete(key);
      own.set(key, value);
    },
    remove,
    changes: () =>
      [...drafted].flatMap(([collection, own]) =>
        [...own].flatMap(([key, value]): readonly StateChange[] => [
          // What is put again where it stood would stay in its place.
          ...(view.item(collection, key) === undefined ? [] : [{ kind: 'remove', collection, key } as const]),
          ...(value === undefined ? [] : [{ kind: 'put', collection, key, value } as const]),
        ]),
      ),
  };
}

function* draftedItems(
  kept: Iterable<readonly [string, JsonValue]>,
  drafted: ReadonlyMap<string, JsonValue | undefined> | undefined,
): Iterable<readonly [string, JsonValue]> {
  for (const entry of kept) if (drafted?.has(entry[0]) !== true) yield entry;
  for (const [key, value] of drafted ?? []) if (value !== undefined) yield [key, value];
}
