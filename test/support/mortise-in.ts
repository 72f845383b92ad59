import { Readable } from 'node:stream';
import { runCommand } from '../../src/cli/main.js';
import type { ProcessIo } from '../../src/host/process-io.js';

/** What a command came to. */
export interface CommandRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command of `mortise` inside this process, from its source.
 *
 * @param folder - where it stands
 * @param words - as after `mortise` on a command line
 * @param overrides - of its world; `PATH` is always there
 */
export async function mortiseIn(folder: string, words: readonly string[], overrides: Partial<ProcessIo> = {}): Promise<CommandRun> {
  const said = { stdout: '', stderr: '' };
  const io: ProcessIo = {
    stdout: (text) => {
      said.stdout += text;
    },
    stderr: (text) => {
      said.stderr += text;
    },
    stdin: Readable.from([]),
    cwd: folder,
    isTerminal: false,
    colour: false,
    status: () => undefined,
    columnCount: 120,
    signal: new AbortController().signal,
    ...overrides,
    env: { PATH: process.env['PATH'], ...overrides.env },
  };
  const code = await runCommand(words, io);
  return { code, ...said };
}
