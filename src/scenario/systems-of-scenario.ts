import type { System, Workspace } from '../workspace/workspace.js';
import type { Scenario } from './scenario.js';

/**
 * The systems that take part in a scenario: those it calls, names or judges, and what these call in turn.
 *
 * @param scenario - read against the workspace
 * @param workspace - who calls whom
 * @param isProgram - whether a system is more than the mock of its contract: mocks call nobody
 * @returns names, in the order of the workspace
 */
export function systemsOfScenario(scenario: Scenario, workspace: Workspace, isProgram: (system: System) => boolean): readonly string[] {
  const found = new Set<string>();
  const wanted = namedSystems(scenario);
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    const system = workspace.systems.get(name);
    if (system === undefined || !isProgram(system)) continue;
    for (const pair of workspace.integrations) if (pair.consumer === name) wanted.push(pair.provider);
  }
  return [...workspace.systems.keys()].filter((name) => found.has(name));
}

function namedSystems({ workflows, faults, recovery, fleet }: Scenario): string[] {
  const steps = [...workflows.values()].flatMap((workflow) => workflow.steps);
  const called = steps.flatMap(({ target }) => (target.kind === 'operation' || target.kind === 'event' ? [target.system] : []));
  const switched = [faults, ...[...workflows.values()].map((workflow) => workflow.faults)].flat();
  const links = [...switched.flatMap((fault) => fault.links), ...recovery];
  return [...called, ...links.flatMap(({ consumer, provider }) => [consumer, provider]), ...(fleet === undefined ? [] : [fleet.system])];
}
