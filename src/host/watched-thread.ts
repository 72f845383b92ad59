import { Worker } from 'node:worker_threads';
import { HostError } from '../base/errors.js';
import { nowMs } from './clock.js';
import { BEAT_INDEX, MODULE_INDEX } from './control-watch.js';
import type { ProcessIo } from './process-io.js';

/** What a watched thread is given. */
export interface WatchedThreadData {
  readonly words: readonly string[];
  /** See `ControlWatch.shared`. */
  readonly shared: Int32Array;
  readonly cwd: string;
  readonly isTerminal: boolean;
  readonly colour: boolean;
  readonly columnCount: number;
}

/** What it tells. */
export type WatchedThreadMessage =
  | { readonly kind: 'stdout' | 'stderr' | 'status'; readonly text: string }
  | { readonly kind: 'module'; readonly file: string; readonly number: number }
  | { readonly kind: 'done'; readonly code: number };

/**
 * Runs a command in a thread of its own that can be ended whatever it does: modules of users run in it, and one that loops for ever without
 * waiting for anything would otherwise never be stopped, not even by Ctrl-C.
 *
 * @param words - the arguments, without the program's name
 * @param main - the module that the thread runs
 * @param options - what is said goes to `io`; how long it may do nothing but run
 * @returns the exit code
 * @throws HostError `E_MODULE_STUCK` when it gave no sign of life for longer
 */
export async function runInWatchedThread(
  words: readonly string[],
  main: URL,
  { io, maxMs }: { readonly io: ProcessIo; readonly maxMs: number },
): Promise<number> {
  const shared = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const { cwd, isTerminal, colour, columnCount } = io;
  const workerData: WatchedThreadData = { words, shared, cwd, isTerminal, colour, columnCount };
  const worker = new Worker(main, { workerData, env: { ...io.env } as NodeJS.ProcessEnv });
  const modules = new Map<number, string>();
  const abort = (): void => worker.postMessage('abort');
  io.signal.addEventListener('abort', abort, { once: true });
  let code: number | undefined;
  let stuck: HostError | undefined;
  let lastBeat = -1;
  let lookedAtMs = nowMs();
  let silentMs = 0;
  const look = setInterval(() => {
    const beat = Atomics.load(shared, BEAT_INDEX);
    const number = Atomics.load(shared, MODULE_INDEX);
    const elapsedMs = nowMs() - lookedAtMs;
    lookedAtMs += elapsedMs;
    // What takes long before any module runs is ours. And where this thread did not get its turn, that one may not have got it either.
    silentMs = beat !== lastBeat || number === 0 ? 0 : silentMs + Math.min(elapsedMs, LOOK_MS);
    lastBeat = beat;
    if (silentMs <= maxMs || stuck !== undefined) return;
    stuck = new HostError({ code: 'E_MODULE_STUCK', args: { modules: modules.get(number) ?? 'a module', seconds: maxMs / 1_000 } });
    void worker.terminate();
  }, LOOK_MS);
  try {
    return await new Promise<number>((resolve, reject) => {
      worker.on('message', (message: WatchedThreadMessage) => {
        if (message.kind === 'done') code = message.code;
        else if (message.kind === 'module') modules.set(message.number, message.file);
        else io[message.kind](message.text);
      });
      worker.once('error', reject);
      worker.once('exit', (exitCode) => (stuck === undefined ? resolve(code ?? exitCode) : reject(stuck)));
    });
  } finally {
    clearInterval(look);
    io.signal.removeEventListener('abort', abort);
  }
}

const LOOK_MS = 200;
