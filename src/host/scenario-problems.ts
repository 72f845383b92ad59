import { dirname, resolve } from 'node:path';
import { InputError } from '../base/errors.js';
import type { Scenario } from '../scenario/scenario.js';
import { systemsOfScenario } from '../scenario/systems-of-scenario.js';
import { resolvedPath } from '../workspace/resolved-path.js';
import type { Workspace } from '../workspace/workspace.js';
import type { ProgramOverride } from './scenario-systems.js';
import { scenarioSystemOf } from './scenario-systems.js';
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
 * Nothing when a scenario can be run as planned: its modules are there, and real processes of a fleet can be started.
 *
 * @param scenario - as read
 * @param planned - how
 * @throws InputError `E_FLEET_REAL`; `E_FILE_NOT_FOUND` and `E_FILE_KIND` of a module
 */
export async function assertCanRun(scenario: Scenario, planned: PlannedRuns): Promise<void> {
  assertFleetCanRun(scenario, planned);
  for (const module of modulesOf(scenario, planned)) await assertModuleFile(resolve(planned.cwd, module), module);
}

function assertFleetCanRun({ fleet, file }: Scenario, { workspace, overrides, cwd, isSimulated }: PlannedRuns): void {
  if (fleet === undefined || isSimulated) return;
  const { system: name, count } = fleet;
  const system = workspace.systems.get(name);
  const isProgram = system !== undefined && scenarioSystemOf(system, overrides.get(name), cwd).kind === 'program';
  if (isProgram && count <= MAX_REAL_COUNT) return;
  const problem = isProgram ? `more than ${MAX_REAL_COUNT} processes` : 'not started by the scenario';
  throw new InputError({ code: 'E_FLEET_REAL', at: { file, pointer: '/x-fleet' }, args: { system: name, count, problem } });
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

/** Each is a process with a memory of its own, and all start at once. */
const MAX_REAL_COUNT = 100;
