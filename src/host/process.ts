import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { HostError } from '../base/errors.js';
import { isReady } from './readiness.js';
import { spawnTied } from './tied-command.js';

/** A program that was started and is ready; its process group lives until it is stopped. */
export interface Program {
  readonly url: string;
  /** Why it is no longer there, with the end of what it said; `undefined` while it runs. One that is just ending is given the time to end. */
  trouble(): Promise<string | undefined>;
  /** Ends the program and everything it started. */
  stop(): Promise<void>;
}

export interface ProgramOptions {
  /** The system's name, for messages. */
  readonly name: string;
  /** A command line for the shell. */
  readonly command: string;
  readonly folder: string;
  /** The whole environment, `PORT` excepted. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly port: number;
  /** A path that answers below 500 once it is ready; `undefined`: an accepted connection is enough. */
  readonly health: string | undefined;
  readonly signal: AbortSignal;
  /** Default 20 s. */
  readonly readyTimeoutMs?: number | undefined;
}

/**
 * Starts a program and waits until it is ready.
 *
 * @param options - what to run, where, and how to see that it is ready
 * @throws HostError `E_PORT_BUSY` when somebody else listens on its port, `E_PROCESS_START` when it ends or is not ready in time, with the end of what it said
 */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const { name, command, folder, env, port, signal } = options;
  signal.throwIfAborted();
  if (await accepts(port)) throw new HostError({ code: 'E_PORT_BUSY', args: { host: HOST, port, reason: `${name} is to listen there` } });
  // Its own group, so that what a shell or a package runner starts below it ends with it.
  const child = spawnTied({ command, folder, env: { ...env, PORT: String(port) } });
  const tail = keepTail(child);
  const ending = watchEnding(child);
  const stop = async (): Promise<void> => {
    await stopGroup(child, ending.promise);
    await quietPort(port);
  };
  const killNow = (): void => signalGroup(child, 'SIGKILL');
  // When we end without a chance to clean up, it must not live on.
  process.once('exit', killNow);
  void ending.promise.then(() => process.off('exit', killNow));

  const troubleNow = (): string | undefined => {
    const how = ending.how();
    return how === undefined ? undefined : `${name} ${how}${said(tail())}`;
  };
  try {
    await waitUntilReady(options, troubleNow);
  } catch (error) {
    await stop();
    throw error;
  }
  const trouble = async (): Promise<string | undefined> => {
    // Its connections break before we are told that it ended.
    await settledWithin(ending.promise, ENDING_GRACE_MS);
    return troubleNow();
  };
  return { url: `http://${HOST}:${port}`, trouble, stop };
}

async function waitUntilReady(options: ProgramOptions, trouble: () => string | undefined): Promise<void> {
  const { name, command, port, health, signal } = options;
  const timeoutMs = options.readyTimeoutMs ?? 20_000;
  const endAtMs = performance.now() + timeoutMs;
  const failure = (reason: string): HostError => new HostError({ code: 'E_PROCESS_START', args: { system: name, command, reason } });
  for (;;) {
    signal.throwIfAborted();
    const ended = trouble();
    if (ended !== undefined) throw failure(ended);
    if (health === undefined ? await accepts(port) : await isReady(`http://${HOST}:${port}${health}`)) return;
    if (performance.now() > endAtMs)
      throw failure(`it was not ready on port ${port} after ${timeoutMs / 1_000} s${health === undefined ? '' : ` (${health})`}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** What was killed lets go of its port a moment later: who starts it anew there must not find it taken. */
async function quietPort(port: number): Promise<void> {
  const endAtMs = performance.now() + QUIET_LIMIT_MS;
  while (performance.now() < endAtMs && (await accepts(port))) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: HOST, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** The last lines that the program wrote, on either stream. */
function keepTail(child: ChildProcess): () => string {
  let text = '';
  const keep = (chunk: Buffer): void => {
    text = (text + chunk.toString('utf8')).slice(-TAIL_CHARACTER_COUNT);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => text.trim();
}

interface Ending {
  readonly promise: Promise<void>;
  /** `exited with code 1`, or `undefined` while it runs. */
  how(): string | undefined;
}

function watchEnding(child: ChildProcess): Ending {
  let how: string | undefined;
  const promise = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      how = `could not be started: ${error.message}`;
      resolve();
    });
    child.once('exit', (code, signal) => {
      how = signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
      resolve();
    });
  });
  return { promise, how: () => how };
}

async function stopGroup(child: ChildProcess, ended: Promise<void>): Promise<void> {
  signalGroup(child, 'SIGTERM');
  const patience = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_GRACE_MS);
  await ended;
  clearTimeout(patience);
  // The shell may be gone while what it started is not.
  signalGroup(child, 'SIGKILL');
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // The group is already gone, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function settledWithin(promise: Promise<void>, patienceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([promise, patience]);
  clearTimeout(timer);
}

function said(tail: string): string {
  return tail === '' ? ' and said nothing' : `; it said: ${tail}`;
}

const HOST = '127.0.0.1';
const POLL_MS = 25;
const ENDING_GRACE_MS = 250;
/** A run whose time is up ends within two seconds, whatever its programs think of that. */
const STOP_GRACE_MS = 1_200;
const QUIET_LIMIT_MS = 1_000;
const TAIL_CHARACTER_COUNT = 2_000;
