import type { RunReport } from '../run/run-report.js';

/** What a report is written with, beside itself. */
export interface EmitContext {
  /** The name of a file from the top of the repository, as who shows a repository has it. */
  readonly fileOf: (file: string) => string;
}

/** Writes a report in one format: the same report, the same text. */
export type EmitReport = (report: RunReport, context: EmitContext) => string;
