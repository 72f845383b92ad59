import type { JudgedContract } from '../../workspace/init/judge-contracts.js';
import type { Sightings } from '../../workspace/init/look-at-repository.js';
import type { WorkspacePlan } from '../../workspace/init/plan-workspace.js';
import type { Repository } from '../../workspace/init/repository.js';

/** A workspace that was made of a repository, and of what. */
export interface Initiated {
  /** Of the workspace, as the user would name it. */
  readonly file: string;
  readonly isWritten: boolean;
  readonly text: string;
  readonly plan: WorkspacePlan;
  readonly seen: Sightings;
  readonly contracts: readonly JudgedContract[];
  readonly repository: Repository;
}

/**
 * The commands that come next.
 *
 * @param initiated - the workspace
 * @returns three, with what each is for
 */
export function nextCommands({ file, plan }: Initiated): readonly (readonly [command: string, purpose: string])[] {
  const name = /^[A-Za-z0-9_./-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
  const isMocked = plan.systems.some(({ openapi, asyncapi }) => openapi?.contract !== undefined || asyncapi?.contract !== undefined);
  if (!isMocked)
    return [
      [`mortise lint ${name}`, 'once a contract stands in it: what is wrong with it'],
      [`mortise mock ${name}`, 'its systems, ready to be called'],
      [`mortise check ${name}`, 'all that can be tested'],
    ];
  return [
    [`mortise lint ${name} --fail-on warning`, 'what could be better in the contracts'],
    [`mortise mock ${name}`, 'every system of it, ready to be called'],
    [`mortise check ${name}`, 'each pair tested: against the mock, or where MORTISE_URL_… says'],
  ];
}
