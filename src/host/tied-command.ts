import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';

export interface TiedCommandOptions {
  /** A command line for the shell. */
  readonly command: string;
  readonly folder: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Starts a command line in a process group of its own, which ends with us however we end: also when we are killed and can do nothing any more.
 * Its output comes by pipes.
 *
 * @param options - what to run, and where
 */
export function spawnTied({ command, folder, env }: TiedCommandOptions): ChildProcess {
  const options = { cwd: folder, env, detached: true };
  // There is no such shell; who kills us there ends the tree of our processes, if anything.
  if (process.platform === 'win32') return spawn(command, { ...options, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const child = spawn('/bin/sh', ['-c', GUARDED, 'sh', command], { ...options, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const [, , , lifeline] = child.stdio;
  // It carries nothing: that it breaks is all that it is for.
  lifeline?.on('error', () => undefined);
  child.once('exit', () => lifeline?.destroy());
  child.once('error', () => lifeline?.destroy());
  return child;
}

/**
 * A guard that reads from a pipe of ours until it ends, and then ends its own process group; then the command, in place of this shell and
 * without the pipe. The guard is nobody's child, so that no program that waits for its children meets one it never started; and to be told
 * to end politely is for the command, not for it. Nor does the shell of the command end before what it runs: whoever sees it end knows that
 * nobody is left at work.
 */
const GUARDED = `(
  (trap '' TERM INT HUP; read -r _ <&3; kill -KILL 0) </dev/null >/dev/null 2>&1 &
)
exec /bin/sh -c "trap : TERM INT HUP
$1" 3<&-`;
