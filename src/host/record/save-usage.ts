import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { HostError } from '../../base/errors.js';
import { jsonFromUsage } from '../../compat/usage/json-from-usage.js';
import { mergeUsage } from '../../compat/usage/merge-usage.js';
import type { Usage } from '../../compat/usage/usage.js';
import { usageFileName } from '../../compat/usage/usage-file-name.js';
import { usageFromJson } from '../../compat/usage/usage-from-json.js';
import { writeWholeFile } from '../whole-file.js';

/**
 * Adds what was seen of a pair to its committed file: what a test suite calls when it is over. Of several processes that save at once the last
 * one may not see what the others wrote.
 *
 * @param usage - as a tracker or a journal gives it
 * @param folder - of usage files. Default `.mortise/usage`
 * @returns the file
 * @throws InputError `E_USAGE_INVALID` when what stands there is no usage file
 * @throws HostError `E_FILE_READ`, `E_FILE_WRITE`
 */
export function saveUsage(usage: Usage, folder = '.mortise/usage'): string {
  const file = resolve(folder, usageFileName(usage));
  const text = textOf(file);
  writeWholeFile(file, jsonFromUsage(text === undefined ? usage : mergeUsage(usageFromJson(text, file), usage)));
  return file;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new HostError({ code: 'E_FILE_READ', args: { path: file, reason: String(cause) }, cause });
  }
}
