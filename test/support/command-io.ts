import { Readable } from 'node:stream';
import type { ProcessIo } from '../../src/host/process-io.js';

/** A world for a command, and what it says in it. */
export interface CommandIo {
  readonly io: ProcessIo;
  readonly said: { stdout: string; stderr: string };
}

/**
 * A world in which a command runs inside this process.
 *
 * @param folder - where it stands
 */
export function commandIo(folder: string): CommandIo {
  const said = { stdout: '', stderr: '' };
  const io: ProcessIo = {
    stdout: (text) => {
      said.stdout += text;
    },
    stderr: (text) => {
      said.stderr += text;
    },
    stdin: Readable.from([]),
    env: { PATH: process.env['PATH'] },
    cwd: folder,
    isTerminal: false,
    colour: false,
    status: () => undefined,
    columnCount: 120,
    signal: new AbortController().signal,
  };
  return { io, said };
}
