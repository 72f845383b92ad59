import type { ProcessIo } from '../host/process-io.js';
import type { RunScenariosOptions, ScenarioOutcome } from '../host/run-scenarios.js';
import { nameOfMutant } from '../host/run-mutants.js';
import { runScenarios } from '../host/run-scenarios.js';
import { openProgress } from './progress.js';
import { findingsOfScenarios } from './scenario-findings.js';

/**
 * Runs scenarios and tells meanwhile which one it is at.
 *
 * @param options - which, and where
 * @param telling - where it is told, and whether machines read the output
 */
export async function runScenariosTold(
  options: RunScenariosOptions,
  { io, isJson }: { readonly io: ProcessIo; readonly isJson: boolean },
): Promise<readonly ScenarioOutcome[]> {
  const progress = openProgress(io, isJson);
  const ended: ScenarioOutcome[] = [];
  const totalCount = options.files.length;
  const tell = (name: string): void => {
    const findingCount = findingsOfScenarios(ended).length;
    progress.tell({ title: `[${ended.length + 1}/${totalCount}] ${name}`, doneCount: ended.length, totalCount, findingCount });
  };
  try {
    return await runScenarios({
      ...options,
      onStart: ({ name }) => tell(name),
      onMutant: ({ name }, mutant) => tell(`${name} with ${nameOfMutant(mutant)}`),
      onEnd: (outcome, index) => {
        ended.push(outcome);
        options.onEnd?.(outcome, index);
      },
    });
  } finally {
    progress.end();
  }
}
