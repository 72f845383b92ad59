import { isJsonObject, type JsonValue } from '../../base/json.js';
import type { StateDraft } from './state-draft.js';

/** Values of one kind that are forgotten when they are old, or when there are too many: the oldest first. */
export interface DatedRecords<Value> {
  get(id: string): Value | undefined;
  /** In place of what had its id. */
  set(id: string, value: Value, expiresAtMs: number): void;
  delete(id: string): void;
  /** Those that are not too old. */
  entries(): readonly (readonly [id: string, value: Value])[];
}

interface DatedRecordsPlace {
  readonly collection: string;
  /** Before every id: what has another one is nothing to them. */
  readonly prefix: string;
  /** Of the whole collection, at least 1. */
  readonly maxCount: number;
  readonly nowMs: () => number;
}

/**
 * Records in a draft. They cannot grow without end, whoever fills them.
 *
 * @param draft - of what is remembered
 * @param place - what of it is meant
 */
export function datedRecords<Value>(draft: StateDraft, { collection, prefix, maxCount, nowMs }: DatedRecordsPlace): DatedRecords<Value> {
  const heldValue = (record: JsonValue | undefined): Value | undefined =>
    isHeld(record, nowMs()) ? (record['value'] as unknown as Value) : undefined;
  return {
    get: (id) => heldValue(draft.item(collection, `${prefix}${id}`)),
    set: (id, value, expiresAtMs) => {
      draft.remove(collection, `${prefix}${id}`);
      let excessCount = draft.itemCount(collection) + 1 - maxCount;
      for (const [oldest, record] of [...firstOf(draft.items(collection), Math.max(excessCount, 0) + SWEPT_COUNT)]) {
        if (excessCount <= 0 && isHeld(record, nowMs())) break;
        draft.remove(collection, oldest);
        excessCount -= 1;
      }
      draft.put(collection, `${prefix}${id}`, { value: value as JsonValue, expiresAtMs });
    },
    delete: (id) => draft.remove(collection, `${prefix}${id}`),
    entries: () =>
      [...draft.items(collection)].flatMap(([key, record]) => {
        const value = key.startsWith(prefix) ? heldValue(record) : undefined;
        return value === undefined ? [] : [[key.slice(prefix.length), value] as const];
      }),
  };
}

function isHeld(record: JsonValue | undefined, nowMs: number): record is { readonly value: JsonValue; readonly expiresAtMs: number } {
  return isJsonObject(record) && typeof record['expiresAtMs'] === 'number' && nowMs < record['expiresAtMs'];
}

function* firstOf<Item>(items: Iterable<Item>, count: number): Iterable<Item> {
  let left = count;
  for (const item of items) {
    if (left <= 0) return;
    left -= 1;
    yield item;
  }
}

/** How many that are too old go with each that comes. */
const SWEPT_COUNT = 8;
