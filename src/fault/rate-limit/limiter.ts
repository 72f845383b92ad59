/**
 * A rate limit as a pure value. Time is that of the consumer; should it run backwards it counts as standing still.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6585#section-4
 */
export interface Limiter<State> {
  readonly initialState: State;
  /** @param holder - who asks; told again when it is done */
  take(state: State, nowMs: number, holder: object): Taken<State>;
  /** Whoever was let in is done. */
  release(state: State, holder: object): State;
  /** What is left, for headers. */
  look(state: State, nowMs: number): Quota;
}

export interface Taken<State> {
  readonly state: State;
  readonly isAllowed: boolean;
  /** When refused: from then on one would be let in, if nobody else comes; `undefined`: nobody knows. */
  readonly waitMs: number | undefined;
}

export interface Quota {
  /** How many would be let in now. */
  readonly remainingCount: number;
  /** Until there are more; `undefined`: nobody knows. */
  readonly resetMs: number | undefined;
}
