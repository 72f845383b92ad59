import { createFifo } from './fifo.js';

/** The last of what passed, for whoever comes later. */
export interface History<T> {
  /** @param sizeBytes - when it is known already */
  add(item: T, sizeBytes?: number): void;
  /** Oldest first. */
  items(): readonly T[];
}

/** How much is remembered. */
export interface HistoryBounds<T> {
  readonly maxCount: number;
  readonly maxBytes: number;
  readonly sizeBytes: (item: T) => number;
}

/**
 * An empty history; the oldest gives way.
 *
 * @param bounds - of all that it holds
 */
export function createHistory<T>({ maxCount, maxBytes, sizeBytes }: HistoryBounds<T>): History<T> {
  const kept = createFifo<T>();
  let keptBytes = 0;
  const sizes = createFifo<number>();
  const add = (item: T, bytes = sizeBytes(item)): void => {
    kept.push(item);
    sizes.push(bytes);
    keptBytes += bytes;
    while (kept.count > maxCount || keptBytes > maxBytes) {
      kept.shift();
      keptBytes -= sizes.shift() ?? 0;
    }
  };
  return { add, items: kept.items };
}
