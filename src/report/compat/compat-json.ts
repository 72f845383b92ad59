import type { Finding } from '../../finding/finding.js';
import { plainFinding } from '../finding-json.js';
import { countsOf } from '../finding-text.js';
import type { CompatReport } from './compat-report.js';
import { countedFindings } from './compat-report.js';

/**
 * A report as plain data for machines.
 *
 * @param report - located
 */
export function plainCompat(report: CompatReport): Readonly<Record<string, unknown>> {
  const plain = (findings: readonly Finding[]): readonly unknown[] => findings.map(plainFinding);
  return {
    contracts: report.contracts.map(({ findings, accepted, ...contract }) => ({
      ...contract,
      findings: plain(findings),
      accepted: accepted.map(({ finding, ...terms }) => ({ ...terms, finding: plainFinding(finding) })),
    })),
    findings: plain(report.findings),
    summary: {
      ...countsOf(countedFindings(report)),
      accepted: report.contracts.flatMap(({ accepted }) => accepted).length,
      unchanged: report.contracts.filter(({ isUnchanged }) => isUnchanged).length,
    },
  };
}
