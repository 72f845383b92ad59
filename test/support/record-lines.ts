import type { RecordLine } from '../../src/report/run/record-line.js';
import type { RunReport } from '../../src/report/run/run-report.js';

/**
 * The lines that make a report: read back, they give the same one.
 *
 * @param report - any
 */
export function linesFromRunReport({ run, workspace, ...rest }: RunReport): readonly RecordLine[] {
  const { durationMs, stopped, parts, isComplete, passedOverCount: _, ...beginning } = run;
  return [
    { type: 'run', ...beginning },
    { type: 'workspace', ...workspace },
    ...rest.findings.map((finding) => ({ type: 'finding', ...finding }) as const),
    ...rest.tests.map((test) => ({ type: 'pair', ...test }) as const),
    ...rest.transformations.map((result) => ({ type: 'transformation', ...result }) as const),
    ...rest.scenarios.map((scenario) => ({ type: 'scenario', ...scenario }) as const),
    ...(rest.compat === undefined ? [] : [{ type: 'compat', ...rest.compat } as const]),
    ...parts.map((part) => ({ type: 'part', ...part }) as const),
    ...(isComplete ? [{ type: 'summary', durationMs, stopped } as const] : []),
  ];
}
