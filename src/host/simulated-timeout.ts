import type { ManualClock } from '../scenario/simulated/manual-clock.js';
import type { QueuedTimer } from '../scenario/simulated/timer-queue.js';

export interface SimulatedTimeoutOptions {
  readonly clock: ManualClock;
  readonly callback: () => void;
  readonly durationMs: number;
  readonly isRepeated: boolean;
}

/** What `setTimeout` and `setInterval` give back on a clock that is moved by hand: as Node's own, it can be refreshed and stands for a number. */
export class SimulatedTimeout {
  readonly #options: SimulatedTimeoutOptions;
  #timer: QueuedTimer;
  #id: number | undefined;

  constructor(options: SimulatedTimeoutOptions) {
    this.#options = options;
    this.#timer = this.#schedule();
  }

  /**
   * Ends a timer.
   *
   * @param timer - what was given to `clearTimeout`
   * @returns whether it is one of ours
   */
  static clear(timer: unknown): boolean {
    const found = timer instanceof SimulatedTimeout ? timer : typeof timer === 'number' ? byId.get(timer) : undefined;
    found?.close();
    return found !== undefined;
  }

  #schedule(): QueuedTimer {
    const { clock, callback, durationMs, isRepeated } = this.#options;
    return clock.schedule(() => {
      if (isRepeated) this.#timer = this.#schedule();
      else this.#forget();
      callback();
    }, durationMs);
  }

  #forget(): void {
    if (this.#id !== undefined) byId.delete(this.#id);
  }

  close(): this {
    this.#options.clock.cancel(this.#timer);
    this.#forget();
    return this;
  }

  refresh(): this {
    this.#options.clock.cancel(this.#timer);
    this.#timer = this.#schedule();
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  [Symbol.toPrimitive](): number {
    this.#id ??= nextId();
    byId.set(this.#id, this);
    return this.#id;
  }
}

/** Only of timers that somebody wanted the number of. */
const byId = new Map<number, SimulatedTimeout>();
/** Far from the numbers of Node's own timers. */
let lastId = 1_000_000_000;

function nextId(): number {
  lastId += 1;
  return lastId;
}
