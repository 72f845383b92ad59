import type { ReportSystem } from './report-workspace.js';

/**
 * Whether the run read the contracts of a system: one that runs scenarios reads only what their steps call, and then knows of no operations elsewhere.
 *
 * @param system - of the workspace
 */
export function wasRead({ title, version, operationCount }: ReportSystem): boolean {
  return title !== undefined || version !== undefined || operationCount > 0;
}
