import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { matchesGlob } from '../base/glob.js';
import { missingFile } from './missing-file.js';

/**
 * The files that a glob matches, by name: `*` within a name, `**` through folders.
 *
 * @param glob - as from where the user stands
 * @param from - the file that names the glob, and where the user stands
 * @throws InputError `E_FILE_NOT_FOUND` when the folder of the glob is missing
 */
export async function filesOfGlob(
  glob: string,
  { file, cwd }: { readonly file: string; readonly cwd: string },
): Promise<readonly string[]> {
  const pattern = glob.replaceAll('\\', '/');
  const folder = pattern.slice(0, pattern.slice(0, pattern.indexOf('*')).lastIndexOf('/') + 1);
  try {
    const entries = await readdir(resolve(cwd, folder === '' ? '.' : folder), { recursive: pattern.includes('**'), withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isFile())
      .map((entry) => relativeTo(resolve(cwd, folder), join(entry.parentPath, entry.name)));
    return names
      .map((name) => `${folder}${name}`)
      .filter((path) => matchesGlob(pattern, path))
      .sort();
  } catch (cause) {
    throw missingFile({ file: glob, path: resolve(cwd, glob), from: file, cause });
  }
}

function relativeTo(folder: string, path: string): string {
  return path.slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, '');
}
