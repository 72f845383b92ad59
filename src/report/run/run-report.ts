import type { ReportCompat } from './report-compat.js';
import type { ReportFinding, ReportPartName } from './report-finding.js';
import type { ReportScenario } from './report-scenario.js';
import type { ReportTest, ReportTransformationResult } from './report-test.js';
import type { ReportWorkspace } from './report-workspace.js';

/**
 * Everything that a report reads of one run, as plain JSON data: the same whether it was made in memory or read back from a record. What is not known
 * is left out. Nothing secret is in it.
 */
export interface RunReport {
  readonly run: ReportRun;
  readonly workspace: ReportWorkspace;
  /** In the order in which they were found. */
  readonly findings: readonly ReportFinding[];
  /** One for each pair that was to be tested, in the order in which they ended. */
  readonly tests: readonly ReportTest[];
  /** Of the transformations that were tested. */
  readonly transformations: readonly ReportTransformationResult[];
  /** In the order in which they ran. */
  readonly scenarios: readonly ReportScenario[];
  /** Set when versions of contracts were compared. */
  readonly compat?: ReportCompat;
}

/** The run itself. */
export interface ReportRun {
  readonly id: string;
  /** Of Mortise. */
  readonly version: string;
  readonly command: 'check' | 'test' | 'scenario' | 'lint' | 'compat';
  readonly seed: string;
  /** As typed, without secrets. */
  readonly args: readonly string[];
  readonly startedAtMs: number;
  /** 0 when the record was cut off. */
  readonly durationMs: number;
  /** Why it ended before it was through. */
  readonly stopped: false | 'max-time' | 'interrupt';
  /** The parts that came to their end, in that order: of the others nothing can be said. */
  readonly parts: readonly ReportPart[];
  /** `false`: the record was cut off, and there was more. */
  readonly isComplete: boolean;
  /** The run that `isNew` of its findings compares with. */
  readonly since?: { readonly id: string; readonly startedAtMs: number };
  /** Lines of the record that say nothing to this version of Mortise. */
  readonly passedOverCount: number;
}

/** One part of a run, over. */
export interface ReportPart {
  readonly part: ReportPartName;
  readonly durationMs: number;
  /** What was looked at: contracts, pairs, scenarios, contracts that were compared. */
  readonly subjectCount: number;
}
