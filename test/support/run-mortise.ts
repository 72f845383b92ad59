import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

/** The repository's own folder. */
export const repositoryFolder: string = resolve(import.meta.dirname, '../..');

export interface MortiseOptions {
  /** The repository's folder when absent. */
  readonly cwd?: string;
  /** Beside the test's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the program reads from standard input; nothing when absent. */
  readonly stdin?: string | Uint8Array;
  /** How long to wait for a line or for the end before the program is killed and the call fails; 50,000 when absent. */
  readonly timeoutMs?: number;
}

/** A run that has ended. */
export interface MortiseRun {
  /** `null` when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run that goes on. `stop` it, best with `onTestFinished(() => run.stop())`: a process left behind fails the test file. */
export interface MortiseProcess {
  readonly pid: number;
  readonly ended: Promise<MortiseRun>;
  /** The first line of standard output, or of the other, there or to come, that matches; fails when the program ends or the time is over before. */
  line(pattern: RegExp, stream?: 'stdout' | 'stderr'): Promise<RegExpMatchArray>;
  /** Sends the signal, `SIGTERM` when absent, and waits for the end; killed when that takes too long. */
  stop(signal?: NodeJS.Signals): Promise<MortiseRun>;
}

const DEFAULT_TIMEOUT_MS = 50_000;
const URL_PATTERN = /https?:\/\/[^\s"'/]+/;

/**
 * Runs `mortise` to its end.
 *
 * @param args - as after `mortise` on a command line
 */
export async function runMortise(args: readonly string[], options: MortiseOptions = {}): Promise<MortiseRun> {
  const { child, ended } = spawnMortise(args, options);
  return await within(ended, options.timeoutMs ?? DEFAULT_TIMEOUT_MS, () => {
    child.kill('SIGKILL');
    return `mortise ${args.join(' ')} did not end`;
  });
}

/**
 * Starts `mortise mock` and gives the address it says it serves.
 *
 * @param args - after `mock`; `--port 0` is added when no port is given
 */
export async function startMock(args: readonly string[], options: MortiseOptions = {}): Promise<MortiseProcess & { readonly url: string }> {
  const hasPort = args.some((arg) => arg === '-p' || arg.startsWith('--port'));
  const running = startMortise(['mock', ...args, ...(hasPort ? [] : ['--port', '0'])], options);
  const [url] = await running.line(URL_PATTERN);
  return { ...running, url };
}

/**
 * Starts `mortise` and returns at once.
 *
 * @param args - as after `mortise` on a command line
 */
export function startMortise(args: readonly string[], options: MortiseOptions = {}): MortiseProcess {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const { child, output, ended } = spawnMortise(args, options);
  const line = (pattern: RegExp, stream: 'stdout' | 'stderr' = 'stdout'): Promise<RegExpMatchArray> =>
    within(lineOf(child, output, { pattern, stream }), timeoutMs, () => {
      child.kill('SIGKILL');
      return `mortise ${args.join(' ')} printed no line like ${pattern}\n${output.stdout}\n${output.stderr}`;
    });
  const stop = (signal: NodeJS.Signals = 'SIGTERM'): Promise<MortiseRun> => {
    child.kill(signal);
    return within(ended, timeoutMs, () => {
      child.kill('SIGKILL');
      return `mortise ${args.join(' ')} did not end after ${signal}`;
    });
  };
  return { pid: child.pid ?? 0, ended, line, stop };
}

interface Output {
  stdout: string;
  stderr: string;
}

function spawnMortise(
  args: readonly string[],
  options: MortiseOptions,
): { child: ChildProcess; output: Output; ended: Promise<MortiseRun> } {
  const child = spawn(process.execPath, [`${repositoryFolder}/bin/mortise.js`, ...args], {
    cwd: options.cwd ?? repositoryFolder,
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    stdio: 'pipe',
  });
  // A program that ends without reading breaks the pipe: its exit code says the rest.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.stdin);
  const output: Output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  const ended = once(child, 'close').then(([exitCode, signal]) => ({ exitCode, signal, ...output }) as MortiseRun);
  return { child, output, ended };
}

interface WantedLine {
  readonly pattern: RegExp;
  readonly stream: 'stdout' | 'stderr';
}

function lineOf(child: ChildProcess, output: Output, { pattern, stream }: WantedLine): Promise<RegExpMatchArray> {
  return new Promise((found, failed) => {
    const look = (): void => {
      const complete = output[stream].slice(0, output[stream].lastIndexOf('\n') + 1).split('\n');
      const match = complete.map((line) => line.match(pattern)).find((candidate) => candidate !== null);
      if (match === undefined) return;
      child[stream]?.off('data', look);
      found(match);
    };
    child[stream]?.on('data', look);
    child.once('close', (code, signal) => {
      failed(new Error(`mortise ended (${code ?? signal}) before a line like ${pattern}\n${output.stdout}\n${output.stderr}`));
    });
    look();
  });
}

async function within<T>(work: Promise<T>, timeoutMs: number, messageAfter: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${messageAfter()} (waited ${timeoutMs} ms)`)), timeoutMs);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
