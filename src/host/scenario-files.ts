import type { Workspace } from '../workspace/workspace.js';
import { filesOfGlob } from './files-of-glob.js';

/**
 * The scenario files of a workspace, globs written out: `*` within a name, `**` through folders. Each once, in the order of the workspace, those
 * of one glob by name.
 *
 * @param workspace - its paths are as from where the user stands
 * @param cwd - where that is
 * @throws InputError `E_FILE_NOT_FOUND` when the folder of a glob is missing
 */
export async function scenarioFilesOf({ scenarios, file }: Pick<Workspace, 'scenarios' | 'file'>, cwd: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const written of scenarios) files.push(...(written.includes('*') ? await filesOfGlob(written, { file, cwd }) : [written]));
  return [...new Set(files)];
}
