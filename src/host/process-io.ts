import { isatty } from 'node:tty';
import { HostError } from '../base/errors.js';
import { hasColour } from './has-colour.js';
import { createStatusLine } from './status-line.js';

/** What a running process can say and hear. */
export interface ProcessIo {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Whether somebody watches standard error on a terminal whose lines can move. */
  readonly isTerminal: boolean;
  /** Whether a person sits before it who can be asked; by default nobody does. */
  readonly canAsk?: boolean;
  /** Whether what is written to standard output is coloured. */
  readonly colour: boolean;
  /** Of standard output. */
  readonly columnCount: number;
  /** Shows a line on the terminal that takes the place of the one before; '' takes it away. Does nothing where there is none. */
  readonly status: (line: string) => void;
  /** Aborted by the first SIGINT or SIGTERM; a second one ends the process as if nobody listened. */
  readonly signal: AbortSignal;
}

/**
 * The world of this process. Signals are listened for from the moment `signal` is first asked for: a command that never asks can be
 * stopped as any process can.
 *
 * @param colour - whether colours were asked for; by default the environment and the terminal decide
 */
export function createProcessIo(colour?: boolean): ProcessIo {
  let signal: AbortSignal | undefined;
  const isTerminal = process.stderr.isTTY === true && process.env['TERM'] !== 'dumb';
  const line = createStatusLine({ write: (text) => process.stderr.write(text), columnCount: () => widthOfStream(process.stderr) }, () =>
    clearAtEnd(
      () => line.clear(),
      () => signal !== undefined,
    ),
  );
  // A reader that has seen enough (`mortise lint … | head`) is no error.
  process.stdout.on('error', (error) => void endUnheard(error, 'standard output'));
  process.stderr.on('error', (error) => void endUnheard(error, undefined));
  return {
    stdout: (text) => {
      line.clear();
      process.stdout.write(text);
    },
    stderr: (text) => {
      line.clear();
      process.stderr.write(text);
    },
    get stdin() {
      // Opened on first use: to touch it keeps a process with an open terminal alive.
      return process.stdin;
    },
    env: process.env,
    cwd: process.cwd(),
    // Asked of the descriptor: to touch the stream would open it.
    canAsk: isatty(STDIN) && process.stderr.isTTY === true,
    isTerminal,
    colour: hasColour({ asked: colour, env: process.env, isTerminal: process.stdout.isTTY === true }),
    columnCount: widthOfStream(process.stdout) ?? DEFAULT_COLUMN_COUNT,
    status: isTerminal ? line.show : () => undefined,
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

/** A terminal that nobody gave a size says 0. */
function widthOfStream({ columns }: Pick<NodeJS.WriteStream, 'columns'>): number | undefined {
  return columns === 0 ? undefined : columns;
}

/** A process that ends by a signal to which nobody listens leaves no line behind either. */
function clearAtEnd(clear: () => void, isHeard: () => boolean): void {
  process.once('exit', clear);
  const onSignal = (name: NodeJS.Signals): void => {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    clear();
    if (!isHeard()) process.kill(process.pid, name);
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
}

let isEnding = false;

/** @param stream - what could not be written; `undefined` where it cannot even be said */
async function endUnheard(error: NodeJS.ErrnoException, stream: string | undefined): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  // biome-ignore lint/nursery/noProcessExit: nobody reads any more, so there is nothing left to finish
  if (error.code === 'EPIPE') process.exit();
  if (stream !== undefined) {
    const { textFromError } = await import('../report/wording/error-wording.js');
    const told = new HostError({ code: 'E_FILE_WRITE', args: { file: stream, reason: error.message }, cause: error });
    process.stderr.write(`mortise: ${textFromError(told)}\n`);
  }
  // biome-ignore lint/nursery/noProcessExit: what was to be said is lost, whatever the rest would come to
  process.exit(HOST_EXIT_CODE);
}

const HOST_EXIT_CODE = 3;
