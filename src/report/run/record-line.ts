import type { ReportCompat } from './report-compat.js';
import type { ReportFinding } from './report-finding.js';
import type { ReportScenario } from './report-scenario.js';
import type { ReportTest, ReportTransformationResult } from './report-test.js';
import type { ReportWorkspace } from './report-workspace.js';
import type { ReportPart, ReportRun } from './run-report.js';

/**
 * The lines of a record that make a report, in the order in which they come: first `run`, last `summary`. Between them stand others (exchanges) that
 * no report reads.
 */
export type RecordLine =
  | ({ readonly type: 'run' } & RunBeginning)
  | ({ readonly type: 'workspace' } & ReportWorkspace)
  | ({ readonly type: 'finding' } & ReportFinding)
  | { readonly type: 'afterwards'; readonly findings: readonly FindingAfterwards[] }
  | ({ readonly type: 'pair' } & ReportTest)
  | ({ readonly type: 'transformation' } & ReportTransformationResult)
  | ({ readonly type: 'scenario' } & ReportScenario)
  | ({ readonly type: 'compat' } & ReportCompat)
  | ({ readonly type: 'part' } & ReportPart)
  | ({ readonly type: 'summary' } & RunEnding);

/** What is known of a run when it begins. */
export type RunBeginning = Pick<ReportRun, 'id' | 'version' | 'command' | 'seed' | 'args' | 'startedAtMs' | 'since'>;

/** What is known of a run only when it is over. */
export type RunEnding = Pick<ReportRun, 'durationMs' | 'stopped'>;

/** What is known of a finding only when its part of the run is over: lines and columns cost a pass through the contract. */
export interface FindingAfterwards {
  readonly id: string;
  readonly line?: number;
  readonly column?: number;
  /** How often it was seen. */
  readonly count?: number;
  readonly isAccepted?: true;
}

/** The line of a record without its line break. */
export function textFromRecordLine(line: RecordLine): string {
  return JSON.stringify(line);
}
