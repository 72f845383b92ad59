import type { Severity } from '../../finding/severity.js';
import { titleOf } from '../compat/compat-words.js';
import { newFirst } from '../run/new-first.js';
import type { ReportFinding } from '../run/report-finding.js';
import type { RunReport } from '../run/run-report.js';
import { messageOfFinding } from '../wording/finding-wording.js';
import type { EmitContext } from './emitted-report.js';

/**
 * A report as GitLab's code quality, which merge requests show beside the lines.
 *
 * @param report - of a run
 * @param context - names files from the top of the repository
 * @see https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function gitlabFromReport(report: RunReport, context: EmitContext): string {
  return `${JSON.stringify(
    newFirst(report.findings).map((finding) => issueOf(finding, report, context)),
    undefined,
    1,
  )}\n`;
}

function issueOf(finding: ReportFinding, { workspace }: RunReport, { fileOf }: EmitContext): object {
  const { id, code, severity, place, isAccepted, operation } = finding;
  const message = `${operation === undefined ? '' : `${operation}: `}${messageOfFinding(finding)}`;
  return {
    check_name: code,
    description: isAccepted ? `accepted: ${titleOf(finding)}` : message,
    fingerprint: id,
    severity: isAccepted ? 'info' : SEVERITIES[severity],
    location: { path: fileOf(place?.file ?? workspace.file), lines: { begin: place?.line ?? 1 } },
  };
}

const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'minor', info: 'info' };
