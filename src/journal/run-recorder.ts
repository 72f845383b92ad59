import type { MessageRecord } from './message-record.js';
import type { Journal } from './memory-journal.js';
import type { Ask, CanaryTick, Connection, FaultSpan, RunJournal } from './run-journal.js';

/** Where everything of a run goes as it happens. To record something again under the same id replaces it: what was open is closed. */
export interface RunRecorder extends Journal {
  ask(ask: Ask): void;
  message(message: MessageRecord): void;
  connection(connection: Connection): void;
  /** It was none of a consumer's: whoever controls the server opened it. */
  forgetConnection(connection: Pick<Connection, 'id' | 'provider' | 'openedAtMs'>): void;
  /** One span has one label, provider and beginning. */
  fault(span: FaultSpan): void;
  tick(tick: CanaryTick): void;
  /**
   * What was recorded so far; later records do not change it.
   *
   * @param nowMs - of the same clock: until now it was looked. What is lost, or pending for ever, can only be told with it
   */
  journal(nowMs?: number): RunJournal;
}
