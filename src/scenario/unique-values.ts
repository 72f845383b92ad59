import { inputProperties } from './input-properties.js';
import type { Scenario, Workflow } from './scenario.js';
import type { ScenarioRun } from './scenario-run.js';

/**
 * The values that were made for one run of a workflow and no other (`x-unique`): wherever they are met on the wire, they tell whose call it is.
 *
 * @param scenario - says which inputs are such
 * @param run - has their values
 */
export function uniqueValuesOf(scenario: Scenario, run: ScenarioRun): readonly string[] {
  return run.workflows.flatMap(({ key, inputs }) => {
    const workflow = scenario.workflows.get(key);
    const names = workflow === undefined ? [] : uniqueInputs(workflow);
    return names.flatMap((name) => {
      const value = inputs[name];
      return typeof value === 'string' ? [value] : [];
    });
  });
}

function uniqueInputs({ inputs }: Workflow): readonly string[] {
  return inputProperties(inputs).flatMap(([name, property]) =>
    property['x-unique'] === undefined || property['x-unique'] === false ? [] : [name],
  );
}
