/** Something that is to happen at an instant. */
export interface QueuedTimer {
  readonly atMs: number;
  /** Which of two at the same instant was set first. */
  readonly order: number;
  readonly callback: () => void;
  /** Taken out, or run already. */
  isOver: boolean;
}

/** Timers by their instant, those of one instant by the order in which they were set. */
export interface TimerQueue {
  add(atMs: number, callback: () => void): QueuedTimer;
  /** It will not be taken any more; nothing happens when it is over already. */
  cancel(timer: QueuedTimer): void;
  /** The next one that was not cancelled, left where it is. */
  peek(): QueuedTimer | undefined;
  /** The next one that was not cancelled, taken out. */
  take(): QueuedTimer | undefined;
}

/**
 * An empty queue: a binary heap, so that an hour of timeouts that never come due costs little.
 */
export function createTimerQueue(): TimerQueue {
  let heap: QueuedTimer[] = [];
  let addedCount = 0;
  let cancelledCount = 0;

  const add = (atMs: number, callback: () => void): QueuedTimer => {
    const timer = { atMs, order: addedCount, callback, isOver: false };
    addedCount += 1;
    push(heap, timer);
    return timer;
  };

  const cancel = (timer: QueuedTimer): void => {
    if (timer.isOver) return;
    timer.isOver = true;
    cancelledCount += 1;
    // Timeouts are nearly always cancelled long before their time: without this they would pile up.
    if (cancelledCount < SWEPT_FROM_COUNT || cancelledCount * 2 < heap.length) return;
    const kept = heap.filter((one) => !one.isOver);
    heap = [];
    for (const one of kept) push(heap, one);
    cancelledCount = 0;
  };

  const peek = (): QueuedTimer | undefined => {
    while (heap[0]?.isOver === true) {
      pop(heap);
      cancelledCount -= 1;
    }
    return heap[0];
  };

  const take = (): QueuedTimer | undefined => {
    const next = peek();
    if (next === undefined) return undefined;
    pop(heap);
    next.isOver = true;
    return next;
  };

  return { add, cancel, peek, take };
}

const SWEPT_FROM_COUNT = 256;

function push(heap: QueuedTimer[], timer: QueuedTimer): void {
  let index = heap.length;
  heap.push(timer);
  while (index > 0) {
    const above = (index - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || isBefore(parent, timer)) break;
    heap[index] = parent;
    index = above;
  }
  heap[index] = timer;
}

function pop(heap: QueuedTimer[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    const below = smallerChild(heap, index);
    const child = heap[below];
    if (child === undefined || isBefore(last, child)) break;
    heap[index] = child;
    index = below;
  }
  heap[index] = last;
}

function smallerChild(heap: readonly QueuedTimer[], index: number): number {
  const left = 2 * index + 1;
  const [first, second] = [heap[left], heap[left + 1]];
  return first !== undefined && second !== undefined && isBefore(second, first) ? left + 1 : left;
}

function isBefore(left: QueuedTimer, right: QueuedTimer): boolean {
  return left.atMs < right.atMs || (left.atMs === right.atMs && left.order < right.order);
}
