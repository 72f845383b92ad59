import { HostError, InputError } from '../base/errors.js';
import { textFromError } from '../report/wording/error-wording.js';
import type { ProcessIo } from '../host/process-io.js';
import type { ExitCode } from './command.js';

/**
 * Says what went wrong and gives the exit code for it: 2 for a wrong input, 3 for the world or for us.
 *
 * @param error - anything that was thrown
 * @param asJson - say it as one line of JSON
 */
export function failWith(error: unknown, asJson: boolean, io: ProcessIo): ExitCode {
  const known = error instanceof InputError || error instanceof HostError;
  const message = known ? textFromError(error) : unexpectedText(error);
  if (asJson && known) {
    const at = error instanceof InputError ? error.at : undefined;
    io.stdout(`${JSON.stringify({ error: { code: error.code, message, ...(at === undefined ? {} : { at }) } })}\n`);
  }
  io.stderr(`mortise: ${message}\n`);
  return error instanceof InputError ? 2 : 3;
}

function unexpectedText(error: unknown): string {
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `this is a fault of Mortise itself, please report it with the command that shows it:\n${told}`;
}
