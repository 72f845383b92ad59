import { appendFileSync } from 'node:fs';
import { HostError } from '../base/errors.js';

/**
 * Adds a text to the end of a file, which is made when it is missing.
 *
 * @param file - absolute
 * @throws HostError `E_FILE_WRITE` when it cannot be written
 */
export function appendToFile(file: string, text: string): void {
  try {
    appendFileSync(file, text);
  } catch (cause) {
    throw new HostError({ code: 'E_FILE_WRITE', args: { file, reason: cause instanceof Error ? cause.message : String(cause) }, cause });
  }
}
