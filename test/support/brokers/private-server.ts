import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, delimiter, isAbsolute, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../../src/host/free-port.js';

/** A broker that only one test file uses: its own port, its own folder. */
export interface PrivateServer {
  readonly port: number;
  readonly folder: string;
  /** As a crash does. Its folder stays. */
  kill(): Promise<void>;
  /** Again, on the same port and folder; resolves once it answers. */
  start(): Promise<void>;
  /** For good: the process and its folder are gone. */
  stop(): Promise<void>;
}

export interface ServerPlan {
  /** As found in `PATH` or, for daemons of the system, in `/usr/sbin`; or its whole path. */
  readonly program: string;
  /** Its arguments; files it needs may be written to `folder` here. */
  readonly args: (place: { readonly port: number; readonly folder: string }) => readonly string[];
  readonly env?: (place: { readonly port: number; readonly folder: string }) => Readonly<Record<string, string>>;
  /** Whether it answers already; asked again until it does. Left out: it accepts connections. */
  readonly isReady?: (port: number) => Promise<boolean>;
  /** Default 20 s. */
  readonly startTimeoutMs?: number;
}

/**
 * Why a server cannot be started here; tells it, unless brokers are required (`MORTISE_REQUIRE_BROKERS=1`): then it is an error.
 *
 * @param program - `redis-server`
 * @returns the reason to skip with; `undefined` when it is installed
 */
export function missingServer(program: string): string | undefined {
  if (programPath(program) !== undefined) return undefined;
  const reason = `${program} is not installed`;
  if (process.env['MORTISE_REQUIRE_BROKERS'] === '1') throw new Error(`${reason}, and MORTISE_REQUIRE_BROKERS=1 requires it`);
  console.info(`skipped: ${reason}`);
  return reason;
}

/**
 * Starts a server on a free port of 127.0.0.1. It is killed when this process exits, however that comes.
 *
 * @param plan - what to run
 * @returns once it answers
 */
export async function startPrivateServer(plan: ServerPlan): Promise<PrivateServer> {
  const folder = mkdtempSync(join(tmpdir(), `mortise-${basename(plan.program)}-`));
  const port = await freePort();
  let child: ChildProcess | undefined;
  const killNow = (): void => void child?.kill('SIGKILL');
  process.once('exit', killNow);

  const start = async (): Promise<void> => {
    const place = { port, folder };
    const started = spawn(programPath(plan.program) ?? plan.program, plan.args(place), {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...plan.env?.(place) },
    });
    let output = '';
    for (const stream of [started.stdout, started.stderr]) stream.on('data', (chunk) => (output = (output + String(chunk)).slice(-4_000)));
    started.on('error', (error) => (output += String(error)));
    child = started;
    const untilMs = Date.now() + (plan.startTimeoutMs ?? 20_000);
    const isReady = plan.isReady ?? accepts;
    while (!(await isReady(port))) {
      const isOver = started.exitCode !== null || started.signalCode !== null;
      if (isOver || Date.now() > untilMs) throw new Error(`${plan.program} does not answer on port ${port}: ${output}`);
      await delay(20);
    }
  };

  const kill = async (): Promise<void> => {
    const killed = child;
    child = undefined;
    if (killed === undefined || killed.exitCode !== null || killed.signalCode !== null) return;
    const ended = once(killed, 'exit');
    killed.kill('SIGKILL');
    await ended;
  };

  const stop = async (): Promise<void> => {
    await kill();
    process.removeListener('exit', killNow);
    rmSync(folder, { recursive: true, force: true });
  };

  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, folder, kill, start, stop };
}

/** Whether a TCP connection is accepted. */
export async function accepts(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function programPath(program: string): string | undefined {
  if (isAbsolute(program)) return isExecutable(program) ? program : undefined;
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
