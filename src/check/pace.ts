/** Waits, unless the signal ends it: then the promise is rejected with its reason. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** When the next request may go out; all workers of one provider share one. */
export interface Pace {
  /** Settles when it is the caller's turn. */
  turn(signal: AbortSignal): Promise<void>;
  /** Nobody's turn comes before that long from now. */
  hold(ms: number): void;
}

/** The world of a pace. */
export interface PacePorts {
  readonly nowMs: () => number;
  readonly sleep: Sleep;
}

/**
 * A pace that spreads requests evenly: no second has more of them than allowed, whoever asks.
 *
 * @param ratePerSecond - above 0; `undefined` sets no bound
 * @param ports - the clock, and how to wait for it
 */
export function createPace(ratePerSecond: number | undefined, ports: PacePorts): Pace {
  const intervalMs = ratePerSecond === undefined ? 0 : 1_000 / ratePerSecond;
  let nextAtMs = 0;
  let heldUntilMs = 0;
  const turn = async (signal: AbortSignal): Promise<void> => {
    const nowMs = ports.nowMs();
    if (intervalMs === 0 && heldUntilMs <= nowMs) return;
    const atMs = Math.max(nextAtMs, heldUntilMs, nowMs);
    nextAtMs = atMs + intervalMs;
    if (atMs > nowMs) await ports.sleep(atMs - nowMs, signal);
    // While one waited for its turn, another may have been told to hold.
    if (heldUntilMs > ports.nowMs()) await turn(signal);
  };
  const hold = (ms: number): void => {
    heldUntilMs = Math.max(heldUntilMs, ports.nowMs() + ms);
  };
  return { turn, hold };
}
