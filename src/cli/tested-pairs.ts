import type { BaselinedFindings } from '../finding/baseline.js';
import type { WorkspaceTestResult } from '../host/workspace-test.js';
import type { ReportFinding } from '../report/run/report-finding.js';

/** What tests came to. */
export interface TestedPairs {
  readonly result: WorkspaceTestResult;
  /** Located; those that count, new ones first, and those that the baseline accepts. */
  readonly findings: BaselinedFindings<ReportFinding>;
}
