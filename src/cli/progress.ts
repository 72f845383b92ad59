import { nowMs } from '../host/clock.js';
import type { ProcessIo } from '../host/process-io.js';
import { startTicker } from '../host/ticker.js';
import type { Progress } from '../report/progress-line.js';
import { progressLine } from '../report/progress-line.js';

/** Is told how far long work is, and tells it on. */
export interface ProgressTeller {
  readonly tell: (progress: Progress) => void;
  /** Nothing of it stays on a terminal. */
  readonly end: () => void;
}

/**
 * Says on standard error how far long work is: a line that moves on a terminal; elsewhere, where logs are kept, a line now and then, and none when the
 * work is soon done.
 *
 * @param io - where it is said
 * @param isSilent - machines that read the output are told nothing
 */
export function openProgress(io: ProcessIo, isSilent: boolean): ProgressTeller {
  if (isSilent) return { tell: () => undefined, end: () => undefined };
  const startedAtMs = nowMs();
  const everyMs = io.isTerminal ? SHOWN_EVERY_MS : LOGGED_EVERY_MS;
  let shownAtMs = io.isTerminal ? Number.NEGATIVE_INFINITY : startedAtMs;
  let last: Progress | undefined;
  const show = (): void => {
    const atMs = nowMs();
    if (last === undefined || atMs - shownAtMs < everyMs) return;
    shownAtMs = atMs;
    const line = progressLine(last, atMs - startedAtMs);
    if (io.isTerminal) io.status(line);
    else io.stderr(`${line}\n`);
  };
  // Who waits for one slow part sees that it goes on.
  const stopTicker = startTicker(TICK_MS, show);
  return {
    tell: (progress) => {
      // What is done next is told at once: it may take long.
      if (io.isTerminal && progress.title !== last?.title) shownAtMs = Number.NEGATIVE_INFINITY;
      last = progress;
      show();
    },
    end: () => {
      stopTicker();
      if (io.isTerminal) io.status('');
    },
  };
}

/** The eye follows no more than this, and each line costs a call to the system. */
const SHOWN_EVERY_MS = 100;
/** Most CI services end what says nothing for some minutes. */
const LOGGED_EVERY_MS = 30_000;
const TICK_MS = 1_000;
