import type { Heard } from './event-session.js';

/** What a sender was heard to send. */
export interface Capture {
  readonly heard: readonly Heard[];
  /** Ids of operations whose messages were to follow. */
  readonly expected: ReadonlySet<string>;
  /** Why nothing could be made to happen; `undefined` when it was. */
  readonly failure: string | undefined;
  readonly waitMs: number;
}
