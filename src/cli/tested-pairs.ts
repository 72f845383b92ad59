import type { BaselinedFindings } from '../finding/baseline.js';
import type { WorkspaceTestResult } from '../host/workspace-test.js';
import type { TestSettings } from './testing-options.js';

/** What tests came to. */
export interface TestedPairs {
  readonly result: WorkspaceTestResult;
  readonly settings: TestSettings;
  /** Located; those that count, and those that the baseline accepts. */
  readonly findings: BaselinedFindings;
}
