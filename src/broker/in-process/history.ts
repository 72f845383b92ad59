import { createFifo } from './fifo.js';

/** The last of what passed, for whoever comes later. */
export interface History<T> {
  add(item: T): void;
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
  const add = (item: T): void => {
    kept.push(item);
    keptBytes += sizeBytes(item);
    while (kept.count > maxCount || keptBytes > maxBytes) {
      const oldest = kept.shift();
      if (oldest === undefined) return;
      keptBytes -= sizeBytes(oldest);
    }
  };
  return { add, items: kept.items };
}
