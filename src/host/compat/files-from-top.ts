import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { HostError, InputError } from '../../base/errors.js';
import { openGitRepository } from './git-repository.js';

/** Where a command runs. */
export interface WorkingPlace {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Names of files as those who show a repository need them: from its top, whatever folder a command is run in. The top is what GitHub calls the
 * workspace, or where git has it; without one, and outside of it, a file keeps its name.
 *
 * @param place - where names are relative to
 * @throws HostError `E_GIT` when git says something else than that there is no repository
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables
 */
export async function filesFromTop(place: WorkingPlace): Promise<(file: string) => string> {
  const folder = realpathSync(place.cwd);
  const tops = [workspaceOfGitHub(place.env), await topOfRepository(place)];
  const top = tops.find((one) => one !== undefined && !isOutside(relative(one, folder)));
  if (top === undefined) return (file) => file;
  return (file) => {
    if (/^[a-z][a-z0-9+.-]+:/i.test(file)) return file;
    const name = relative(top, resolve(folder, file));
    return isOutside(name) ? file : name.replaceAll(sep, '/');
  };
}

function workspaceOfGitHub({ GITHUB_WORKSPACE: folder = '' }: WorkingPlace['env']): string | undefined {
  return folder !== '' && existsSync(folder) ? realpathSync(folder) : undefined;
}

async function topOfRepository({ cwd, env }: WorkingPlace): Promise<string | undefined> {
  try {
    return (await openGitRepository({ folder: cwd, env })).root;
  } catch (error) {
    // No repository, or no git: then there is no top.
    if (error instanceof InputError || (error instanceof HostError && error.code === 'E_PROCESS_START')) return undefined;
    throw error;
  }
}

function isOutside(name: string): boolean {
  return name === '..' || name.startsWith(`..${sep}`) || isAbsolute(name);
}
