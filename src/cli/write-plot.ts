import type { ScenarioOutcome } from '../host/run-scenarios.js';
import { writeWholeFile } from '../host/whole-file.js';
import { csvFromPlot, plotData } from '../scenario/fleet/plot-data.js';

/**
 * Writes what was offered, attempted and answered in the course of a scenario: JSON where the name says so, else CSV.
 *
 * @param file - absolute
 * @param outcomes - of one scenario; what did not run has nothing to plot
 * @throws HostError `E_FILE_WRITE` when it cannot be written
 */
export function writePlot(file: string, outcomes: readonly ScenarioOutcome[]): void {
  const points = outcomes.flatMap((outcome) => (outcome.kind === 'ran' ? plotData(outcome.result.journal) : []));
  writeWholeFile(file, file.endsWith('.json') ? `${JSON.stringify(points)}\n` : csvFromPlot(points));
}
