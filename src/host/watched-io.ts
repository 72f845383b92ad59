import { Readable } from 'node:stream';
import { parentPort, workerData } from 'node:worker_threads';
import { BEAT_INDEX, tellControl } from './control-watch.js';
import type { ProcessIo } from './process-io.js';
import type { WatchedThreadData, WatchedThreadMessage } from './watched-thread.js';

/**
 * Runs a command in a thread that is watched: what it says, and that it is alive, goes to whoever watches.
 *
 * @param run - the command; its result is the exit code
 */
export async function runWatched(run: (words: readonly string[], io: ProcessIo) => Promise<number>): Promise<void> {
  const { words, shared, cwd, isTerminal, colour, columnCount } = workerData as WatchedThreadData;
  const tell = (message: WatchedThreadMessage): void => parentPort?.postMessage(message);
  tellControl({ shared, onModule: (file, number) => tell({ kind: 'module', file, number }) });
  // Rings as long as anything else is heard: simulated time lets the machine's own timers through.
  const beating = setInterval(() => Atomics.add(shared, BEAT_INDEX, 1), BEAT_MS);
  const controller = new AbortController();
  parentPort?.on('message', () => controller.abort());
  const code = await run(words, {
    stdout: (text) => tell({ kind: 'stdout', text }),
    stderr: (text) => tell({ kind: 'stderr', text }),
    stdin: Readable.from([]),
    env: process.env,
    cwd,
    isTerminal,
    colour,
    columnCount,
    status: (text) => tell({ kind: 'status', text }),
    signal: controller.signal,
  });
  clearInterval(beating);
  tell({ kind: 'done', code });
  parentPort?.close();
}

const BEAT_MS = 100;
