/** The time that something lives in: the machine's, one that runs faster, or one that is moved by hand. Passed as a value, like chance. */
export interface Clock {
  /** Ms since 1970, fractions allowed, never running backwards. */
  nowMs(): number;
  /**
   * Resolves once so much time of this clock has passed, never early.
   *
   * @param durationMs - 0 or more
   * @param signal - ends the wait early: the promise then resolves, too
   */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
}
