import { isatty } from 'node:tty';

/** What a running process can say and hear. */
export interface ProcessIo {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly isTerminal: boolean;
  /** Whether a person sits before it who can be asked; by default nobody does. */
  readonly canAsk?: boolean;
  readonly columnCount: number;
  /** Aborted by the first SIGINT or SIGTERM; a second one ends the process as if nobody listened. */
  readonly signal: AbortSignal;
}

/**
 * The world of this process. Signals are listened for from the moment `signal` is first asked for: a command that never asks can be
 * stopped as any process can.
 */
export function createProcessIo(): ProcessIo {
  let signal: AbortSignal | undefined;
  // A reader that has seen enough (`mortise lint … | head`) is no error.
  process.stdout.on('error', endOnClosedPipe);
  process.stderr.on('error', endOnClosedPipe);
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    get stdin() {
      // Opened on first use: to touch it keeps a process with an open terminal alive.
      return process.stdin;
    },
    env: process.env,
    cwd: process.cwd(),
    isTerminal: process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined,
    // Asked of the descriptor: to touch the stream would open it.
    canAsk: isatty(STDIN) && process.stderr.isTTY === true,
    columnCount: process.stdout.columns ?? DEFAULT_COLUMN_COUNT,
    get signal() {
      signal ??= signalOfProcess();
      return signal;
    },
  };
}

const DEFAULT_COLUMN_COUNT = 100;
const STDIN = 0;

function signalOfProcess(): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => {
    process.off('SIGINT', abort).off('SIGTERM', abort);
    controller.abort();
  };
  process.on('SIGINT', abort).on('SIGTERM', abort);
  return controller.signal;
}

function endOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  // biome-ignore lint/nursery/noProcessExit: nobody reads any more, so there is nothing left to finish
  process.exit();
}
