import { execFile } from 'node:child_process';
import { HostError } from '../../base/errors.js';

/** Where git is run, and in what environment. */
export interface GitPlace {
  /** A folder that exists. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What git answered. */
export interface GitAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  /** Its first line, without `fatal: `. */
  readonly reason: string;
}

/**
 * Asks git something that it reads and does not change.
 *
 * @param args - no text of a user first: an option would be taken for one
 * @throws HostError `E_PROCESS_START` when git is not installed
 */
export function runGit({ folder, env }: GitPlace, args: readonly string[]): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, env: gitEnvironment(env), encoding: 'utf8', maxBuffer: MAX_ANSWER_BYTES } as const;
    execFile('git', [...args], options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code;
      if (typeof exitCode !== 'number') {
        const reason = error?.message ?? '';
        reject(new HostError({ code: 'E_PROCESS_START', args: { command: `git ${args[0] ?? ''}`, reason }, cause: error }));
      } else resolve({ exitCode, stdout, reason: firstLine(stderr) });
    });
  });
}

/**
 * The environment in which git finds the repository by where it stands, asks nobody, and speaks English.
 *
 * @param env - of the process. Hooks of git have variables that name the repository relative to another folder
 */
export function gitEnvironment(env: GitPlace['env']): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !OF_HOOKS.has(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' };
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/^(?:fatal|error): /, '').trim();
}

const OF_HOOKS: ReadonlySet<string> = new Set(['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX']);
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
