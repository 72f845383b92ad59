import { HostError } from '../../base/errors.js';

/** Work that goes on while nobody waits for it. */
export interface Background {
  /** Ends a wait early. Each wait has its own: thousands may listen at once. */
  readonly signal: AbortSignal;
  run(work: () => Promise<void>): void;
  /**
   * Ends the waits, and resolves once all work is done.
   *
   * @throws whatever failed, unless it was that the broker was lost: what it had is its own again then
   */
  end(): Promise<void>;
}

/** No work at all. */
export function createBackground(): Background {
  const over = new AbortController();
  const open = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const isLoss = (error: unknown): boolean => error instanceof HostError && error.code === 'E_BROKER_LOST';
  return {
    get signal() {
      return AbortSignal.any([over.signal]);
    },
    run: (work) => {
      const done = work()
        .catch((error: unknown) => {
          if (!isLoss(error)) failures.push(error);
        })
        .finally(() => open.delete(done));
      open.add(done);
    },
    end: async () => {
      over.abort();
      while (open.size > 0) await Promise.all(open);
      if (failures.length > 0) throw failures[0];
    },
  };
}
