import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InputError } from '../base/errors.js';
import { matchesGlob } from '../fault/glob.js';
import type { Workspace } from '../workspace/workspace.js';

/**
 * The scenario files of a workspace, globs written out: `*` within a name, `**` through folders. Each once, in the order of the workspace, those
 * of one glob by name.
 *
 * @param workspace - its paths are as from where the user stands
 * @param cwd - where that is
 * @throws InputError `E_FILE_NOT_FOUND` when the folder of a glob is missing
 */
export async function scenarioFilesOf({ scenarios, file }: Workspace, cwd: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const written of scenarios) files.push(...(written.includes('*') ? await filesOfGlob(written, { file, cwd }) : [written]));
  return [...new Set(files)];
}

async function filesOfGlob(glob: string, { file, cwd }: { readonly file: string; readonly cwd: string }): Promise<readonly string[]> {
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
    throw new InputError({ code: 'E_FILE_NOT_FOUND', at: { file }, args: { path: glob }, cause });
  }
}

function relativeTo(folder: string, path: string): string {
  return path.slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, '');
}
