import { msFromDuration } from '../base/duration.js';
import type { ProcessIo } from '../host/process-io.js';
import { runInWatchedThread } from '../host/watched-thread.js';
import type { ExitCode } from './command.js';
import { failWith } from './fail.js';

/**
 * Runs a command in a thread that is ended when it does not give back control for longer than `--max-time`.
 *
 * @param words - the arguments, without the program's name
 * @param io - of the process
 */
export async function runWatchedCommand(words: readonly string[], io: ProcessIo): Promise<ExitCode> {
  try {
    const main = new URL('./watched-main.js', import.meta.url);
    return (await runInWatchedThread(words, main, { io, maxMs: maxMsOf(words) ?? DEFAULT_MAX_MS })) as ExitCode;
  } catch (error) {
    return failWith(error, words.includes('--json'), io);
  }
}

const DEFAULT_MAX_MS = 30_000;

/** What is no duration the command itself refuses. */
function maxMsOf(words: readonly string[]): number | undefined {
  const index = words.indexOf('--max-time');
  const written = index === -1 ? words.find((word) => word.startsWith('--max-time='))?.slice('--max-time='.length) : words[index + 1];
  return written === undefined ? undefined : msFromDuration(written);
}
