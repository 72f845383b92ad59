import { locateFindings } from '../contract/locate.js';
import type { Finding } from '../finding/finding.js';
import type { ScenarioOutcome } from '../host/run-scenarios.js';

/**
 * The findings of scenarios, located.
 *
 * @param outcomes - of all
 */
export function findingsOfScenarios(outcomes: readonly ScenarioOutcome[]): readonly Finding[] {
  return outcomes.flatMap((outcome) => {
    if (outcome.kind !== 'ran') return [];
    const { scenario, findings } = outcome;
    const texts = new Map([[scenario.file, scenario.text], ...[...scenario.contracts.values()].flatMap((contract) => [...contract.texts])]);
    return locateFindings(findings, texts);
  });
}
