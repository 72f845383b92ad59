import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { HostError } from '../base/errors.js';

export interface CommandProcessOptions {
  /** The program and its arguments; no shell is asked. */
  readonly command: readonly string[];
  readonly folder: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A command that runs, with everything it started. */
export interface CommandProcess {
  /** How it ended by itself; never rejects. A signal counts as a failure. */
  readonly ended: Promise<CommandEnding>;
  /** The end of what it said, on either stream. */
  said(): string;
  /** Ends it and all of its process group, and waits until it is gone. */
  kill(): Promise<void>;
}

export interface CommandEnding {
  /** `undefined` when a signal ended it. */
  readonly exitCode: number | undefined;
}

/**
 * Starts a command in a process group of its own.
 *
 * @param options - what to run, and where
 * @throws HostError `E_PROCESS_START` when there is no such program
 */
export async function startCommand({ command, folder, env }: CommandProcessOptions): Promise<CommandProcess> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = keepTail(child);
  const ended = endingOf(child);
  await started(child, command);
  const forget = endWithUs(child);
  const kill = async (): Promise<void> => {
    signalGroup(child);
    await ended;
    forget();
    child.stdout?.destroy();
    child.stderr?.destroy();
  };
  return { ended, said, kill };
}

const living = new Set<ChildProcess>();

/** When we end without a chance to clean up, it must not live on. One listener for all: there can be many. */
function endWithUs(child: ChildProcess): () => void {
  if (living.size === 0) process.on('exit', endAll);
  living.add(child);
  return () => {
    living.delete(child);
    if (living.size === 0) process.off('exit', endAll);
  };
}

function endAll(): void {
  for (const child of living) signalGroup(child);
}

function started(child: ChildProcess, command: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => {
      reject(new HostError({ code: 'E_PROCESS_START', args: { command: command.join(' '), reason: cause.message }, cause }));
    });
  });
}

function endingOf(child: ChildProcess): Promise<CommandEnding> {
  return new Promise((resolve) => child.once('exit', (code) => resolve({ exitCode: code ?? undefined })));
}

function keepTail(child: ChildProcess): () => string {
  let text = '';
  const keep = (chunk: Buffer): void => {
    text = (text + chunk.toString('utf8')).slice(-TAIL_CHARACTER_COUNT);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => text.trim();
}

function signalGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // The group is already gone, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const TAIL_CHARACTER_COUNT = 2_000;
