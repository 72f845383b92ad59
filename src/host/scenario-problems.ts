import { dirname, resolve } from 'node:path';
import { InputError } from '../base/errors.js';
import type { Scenario } from '../scenario/scenario.js';
import { systemsOfScenario } from '../scenario/systems-of-scenario.js';
import { resolvedPath } from '../workspace/resolved-path.js';
import type { Workspace } from '../workspace/workspace.js';
import type { ProgramOverride } from './scenario-systems.js';
import { assertModuleFile } from './user-module.js';

/** How scenarios are to be run. */
export interface PlannedRuns {
  readonly workspace: Workspace;
  readonly cwd: string;
  readonly isSimulated: boolean;
  readonly withMutants: boolean;
  readonly overrides: ReadonlyMap<string, ProgramOverride>;
}

/**
 * Nothing when a scenario can be run as planned: its modules are there, and a fleet is simulated.
 *
 * @param scenario - as read
 * @param planned - how
 * @throws InputError `E_FLEET_REAL`; `E_FILE_NOT_FOUND` and `E_FILE_KIND` of a module
 */
export async function assertCanRun(scenario: Scenario, planned: PlannedRuns): Promise<void> {
  const { fleet, file } = scenario;
  if (fleet !== undefined && !planned.isSimulated) {
    const at = { file, pointer: '/x-fleet' };
    throw new InputError({ code: 'E_FLEET_REAL', at, args: { system: fleet.system, count: fleet.count } });
  }
  for (const module of modulesOf(scenario, planned)) await assertModuleFile(resolve(planned.cwd, module), module);
}

/** Of the systems that take part, and of the wrong programs. */
function modulesOf(scenario: Scenario, { workspace, overrides, withMutants }: PlannedRuns): ReadonlySet<string> {
  const names = systemsOfScenario(scenario, workspace, () => true);
  const own = names.flatMap((name) => {
    const override = overrides.get(name);
    const system = workspace.systems.get(name);
    if (override?.module !== undefined) return [override.module];
    if (override?.start !== undefined || system?.url !== undefined || system?.start !== undefined) return [];
    return system?.module ?? [];
  });
  const mutants = withMutants ? scenario.mutants.flatMap(({ module }) => module ?? []) : [];
  return new Set([...own, ...mutants.map((module) => resolvedPath(dirname(scenario.file), module))]);
}
