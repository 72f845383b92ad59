import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../base/errors.js';
import { readConnectionNotes } from '../connection-notes.js';
import type { Program, ProgramOptions } from '../process.js';
import { startProgram } from '../process.js';
import { COMPRESS_VARIABLES, compressedEnv } from './compressed-env.js';

/**
 * Starts a program whose time runs faster, and sees to it that it does: one that lives in real time beside clocks that run faster would be
 * judged to be late, or early, for no fault of its own.
 *
 * @param options - as for `startProgram`
 * @param scale - how much faster; at 1 time is left alone
 * @throws InputError `E_ARGUMENT_VALUE` when the program takes no notice of it
 */
export async function startCompressedProgram(options: ProgramOptions, scale: number): Promise<Program> {
  if (scale === 1) return startProgram(options);
  const folder = await mkdtemp(join(tmpdir(), 'mortise-notes-'));
  const notes = join(folder, 'notes');
  try {
    const env = { ...compressedEnv(options.env, scale), [COMPRESS_VARIABLES.notes]: notes };
    const program = await startProgram({ ...options, env });
    if ((await readConnectionNotes(notes, options.port)).isReady) return program;
    await program.stop();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const seen = `${scale} with ${options.name}, which "${options.command}" runs`;
  throw new InputError({
    code: 'E_ARGUMENT_VALUE',
    args: { option: '--compress', seen, expected: 'Node programs only: the time of others is their own' },
  });
}
