/** A queue whose ends cost the same however long it is. */
export interface Fifo<T> {
  readonly count: number;
  first(): T | undefined;
  push(item: T): void;
  shift(): T | undefined;
  items(): readonly T[];
  /** @returns what it held */
  clear(): readonly T[];
}

/** An empty queue. `Array.shift` moves all that stands behind it once the array is large. */
export function createFifo<T>(): Fifo<T> {
  let items: (T | undefined)[] = [];
  let head = 0;

  const shift = (): T | undefined => {
    const item = items[head];
    if (head === items.length) return undefined;
    // What was taken must not be kept alive by the queue.
    items[head] = undefined;
    head += 1;
    if (head === items.length) {
      items.length = 0;
      head = 0;
    } else if (head >= COMPACT_COUNT && head * 2 >= items.length) {
      items = items.slice(head);
      head = 0;
    }
    return item;
  };

  const remaining = (): readonly T[] => items.slice(head) as T[];

  return {
    get count() {
      return items.length - head;
    },
    first: () => items[head],
    push: (item) => void items.push(item),
    shift,
    items: remaining,
    clear: () => {
      const held = remaining();
      items = [];
      head = 0;
      return held;
    },
  };
}

const COMPACT_COUNT = 1_024;
